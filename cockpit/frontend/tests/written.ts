/* What tests/cockpit/terminal/fixture.py wrote for these tests. */

import { readFileSync } from "node:fs";

const file = (name: string): Buffer => readFileSync(new URL(`written/${name}`, import.meta.url));

export const json = (name: string): unknown => JSON.parse(file(name).toString("utf-8"));
export const bytes = (name: string): ArrayBuffer => new Uint8Array(file(name)).buffer;
