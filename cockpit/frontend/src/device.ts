/* What the device keeps between visits: packets under the key of a user and a scope, nothing under another. */

const NAME = "daybreak";
const STORE = "packets";

export interface Kept {
  readonly etag: string;
  readonly body: ArrayBuffer;
}

/** The device's store; without IndexedDB (a private window) nothing is kept, and everything works. */
export class Device {
  private constructor(
    private readonly base: IDBDatabase | null,
    private readonly prefix: string,
  ) {}

  /** `wiped` is called when another tab wipes the device. */
  static async open(key: string, wiped: () => void): Promise<Device> {
    const device = new Device(await opened(wiped).catch(() => null), `${key}/`);
    await device.forgetOthers().catch(() => undefined);
    return device;
  }

  async get(name: string): Promise<Kept | null> {
    const store = this.store("readonly");
    return store ? ((await done<Kept | undefined>(store.get(this.prefix + name)).catch(() => null)) ?? null) : null;
  }

  async put(name: string, kept: Kept): Promise<void> {
    await this.change((store) => store.put(kept, this.prefix + name));
  }

  async drop(name: string): Promise<void> {
    await this.change((store) => store.delete(this.prefix + name));
  }

  /** Forget everything, in this tab and in the others. */
  async wipe(): Promise<void> {
    await this.change((store) => store.clear());
    this.base?.close();
    indexedDB?.deleteDatabase(NAME);
  }

  private async forgetOthers(): Promise<void> {
    const keys = await done(this.store("readonly")!.getAllKeys());
    for (const key of keys) if (!String(key).startsWith(this.prefix)) await this.change((store) => store.delete(key));
  }

  private async change(what: (store: IDBObjectStore) => IDBRequest): Promise<void> {
    const store = this.store("readwrite");
    if (store) await done(what(store)).catch(() => undefined);
  }

  private store(mode: IDBTransactionMode): IDBObjectStore | null {
    try {
      return this.base?.transaction(STORE, mode).objectStore(STORE) ?? null;
    } catch {
      return null; // closed: another tab wiped it
    }
  }
}

function opened(wiped: () => void): Promise<IDBDatabase> {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
  return done(asked).then((base) => {
    base.onversionchange = () => {
      base.close();
      wiped();
    };
    return base;
  });
}

const done = <T>(asked: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
