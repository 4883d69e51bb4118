/* A request to our own server. */

/** The server does not let us in any more. */
export class RefusedError extends Error {}
/** The server has an answer that is no packet, or none. */
export class AwayError extends Error {}

const REFUSED = new Set([401, 403]);

/** The answer; null where nothing changed. */
export async function request(address: string, etag: string): Promise<Response | null> {
  const headers: HeadersInit = etag ? { "If-None-Match": etag } : {};
  const answer = await fetch(address, { headers, redirect: "error", credentials: "same-origin" }).catch(() => null);
  if (!answer) throw new AwayError(address);
  if (answer.status === 304) return null;
  if (REFUSED.has(answer.status)) throw new RefusedError(address);
  if (!answer.ok) throw new AwayError(`${address}: ${answer.status}`);
  return answer;
}
