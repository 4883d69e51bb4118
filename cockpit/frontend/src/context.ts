/* What the page that holds the board tells it: who looks, and where they begin. */

import type { Lang } from "./words";

export interface Context {
  readonly user: string;
  /** The org that the person begins with. */
  readonly org: string;
  /** Names the user and the scope: what the device keeps lies under it. */
  readonly key: string;
  readonly lang: Lang;
  /** In a page of the cockpit, which has its own bar, title and sign-out. */
  readonly embedded?: boolean;
}
