/* A request to our own server. */

/** The server does not let us in any more. */
export class RefusedError extends Error {}
/** The server has an answer that is no packet, or none. */
export class AwayError extends Error {}

/** An answer that is not here by then comes no more: where a network goes away, nothing else says so. */
const ANSWER_MS = 120_000;
const REFUSED = new Set([401, 403]);

/** The answer; null where nothing changed. */
export async function request(address: string, etag: string): Promise<Response | null> {
  const headers: HeadersInit = etag ? { "If-None-Match": etag } : {};
  const signal = AbortSignal.timeout(ANSWER_MS);
  const answer = await fetch(address, { headers, redirect: "error", credentials: "same-origin", signal }).catch(
    () => null,
  );
  if (!answer) throw new AwayError(address);
  if (answer.status === 304) return null;
  if (REFUSED.has(answer.status)) throw new RefusedError(address);
  if (!answer.ok) throw new AwayError(`${address}: ${answer.status}`);
  return answer;
}
