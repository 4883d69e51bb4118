import { afterEach, expect, test, vi } from "vitest";
import { AwayError, RefusedError, request } from "../src/request";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const answers = (status: number): unknown => vi.stubGlobal("fetch", async () => new Response(null, { status }));

test("an answer that does not come is given up", async () => {
  const late = new AbortController();
  vi.spyOn(AbortSignal, "timeout").mockReturnValue(late.signal);
  vi.stubGlobal("fetch", (_: string, { signal }: RequestInit) => {
    return new Promise((_resolve, reject) => signal!.addEventListener("abort", () => reject(signal!.reason)));
  });
  const asked = request("/api/catalogue", "");
  late.abort();
  await expect(asked).rejects.toBeInstanceOf(AwayError);
});

test("an answer says that nothing is new, that one may not, or that the server is not there", async () => {
  answers(304);
  expect(await request("/api/catalogue", "tag")).toBe(null);
  answers(403);
  await expect(request("/api/catalogue", "")).rejects.toBeInstanceOf(RefusedError);
  answers(503);
  await expect(request("/api/catalogue", "")).rejects.toBeInstanceOf(AwayError);
});
