/* The courier: sends the worker on errands, and brings what came of them. */

import { AwayError, RefusedError } from "./request";
import type { Errand, Jobs, Result } from "./worker";

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class Courier {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private sent = 0;
  private lost: Error | null = null;

  /** `key` names the user and the scope; `wiped` is called when another tab empties the device. */
  constructor(
    key: string,
    private readonly wiped: () => void,
  ) {
    this.worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: key });
    this.worker.onmessage = ({ data }: MessageEvent<Result | null>) => (data ? this.arrived(data) : this.wiped());
    this.worker.onerror = () => this.broken();
  }

  /** What comes of a job; what is handed `over` is gone from here. */
  do<Job extends keyof Jobs>(job: Job, words: Parameters<Jobs[Job]>, over: ArrayBuffer[] = []): ReturnType<Jobs[Job]> {
    const id = ++this.sent;
    return new Promise((resolve, reject) => {
      if (this.lost) return reject(this.lost);
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, job, words } satisfies Errand, over);
    }) as ReturnType<Jobs[Job]>;
  }

  end(): void {
    this.worker.terminate();
  }

  private arrived({ id, value, failed, refused }: Result): void {
    const waiting = this.waiting.get(id)!;
    this.waiting.delete(id);
    if (failed === undefined) waiting.resolve(value);
    else waiting.reject(refused ? new RefusedError(failed) : new AwayError(failed));
  }

  /** The worker could not be started, or has an error of its own: nothing comes of any errand. */
  private broken(): void {
    this.lost = new AwayError("the board's worker");
    for (const { reject } of this.waiting.values()) reject(this.lost);
  }
}
