/* What the device keeps between visits: packets under the key of a user and a scope, nothing under another. */

const NAME = "daybreak";
const STORE = "packets";
const LAST = "\uffff";
/** Under this name lies the catalogue of words, which is no packet. */
export const WORDS = "catalogue";

export interface Kept {
  readonly etag: string;
  readonly body: ArrayBuffer;
}

/** What leads from one version of a packet to the next. */
export interface Turn {
  readonly from: string;
  readonly body: ArrayBuffer;
}

/** A packet and the turns that came after it, in no order. */
export interface Found extends Kept {
  readonly turns: readonly Turn[];
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

  /** A packet with its turns, as one transaction left them. */
  async get(name: string): Promise<Found | null> {
    const store = this.store("readonly");
    if (!store) return null;
    const all: (Kept | Turn)[] = await done(store.getAll(this.all(name))).catch(() => []);
    const kept = all.find((one) => "etag" in one);
    const turns = all.filter((one) => "from" in one);
    return kept ? { ...kept, turns } : null;
  }

  /** Keep a packet; the turns after an older one go. */
  async put(name: string, kept: Kept): Promise<void> {
    await this.change((store) => {
      store.delete(this.all(name));
      return store.put(kept, this.prefix + name);
    });
  }

  async add(name: string, turn: Turn): Promise<void> {
    await this.change((store) => store.put(turn, `${this.prefix}${name}\n${turn.from}`));
  }

  async drop(name: string): Promise<void> {
    await this.change((store) => store.delete(this.all(name)));
  }

  /** Forget everything, in this tab and in the others. */
  async wipe(): Promise<void> {
    await this.change((store) => store.clear());
    this.base?.close();
    if (this.base) await deleted(indexedDB.deleteDatabase(NAME));
  }

  private async forgetOthers(): Promise<void> {
    const keys = await done(this.store("readonly")!.getAllKeys());
    for (const key of keys) if (!String(key).startsWith(this.prefix)) await this.change((store) => store.delete(key));
  }

  /** The keys of a packet and of its turns. */
  private all(name: string): IDBKeyRange {
    return IDBKeyRange.bound(this.prefix + name, `${this.prefix}${name}\n${LAST}`);
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

/** When it is gone; or while a tab that sleeps holds on to it, empty as it is. */
const deleted = (asked: IDBOpenDBRequest): Promise<void> =>
  new Promise((resolve) => {
    asked.onsuccess = asked.onerror = asked.onblocked = () => resolve();
  });

const done = <T>(asked: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
