/**
 * The database's fault, not the message's: away, starting, out of space or connections, a conflict. Codes are Prisma's
 * (https://www.prisma.io/docs/orm/reference/error-reference) and PostgreSQL's classes 08, 40, 53, 57 and 58.
 */
const CODES =
  /^(P1\d{3}|P2024|P2028|P2034|P2037|08\w{3}|40\w{3}|53\w{3}|57\w{3}|58\w{3}|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** A code of PostgreSQL's within the text of Prisma's P2010. */
const QUOTED = /Code: `(\w+)`/;
const WORDS =
  /terminat|ECONN|EPIPE|connection (?:closed|ended|timeout|refused)|not queryable|server closed|starting up|shutting down|recovery mode|not yet accepting|No space left|Transaction API|timeout exceeded|timeout expired|read timeout|no answer within|DatabaseNotReachable|ConnectionClosed|SocketTimeout/i;
const DEEPEST = 6;

/** Whether trying again later can help without anything being changed. Drivers wrap the cause in several layers, not all of them errors. */
export function isTransient(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > DEEPEST) return false;
  const { code, originalCode, message, kind, cause, meta } = error as Record<string, unknown>;
  const texts = [message, kind].filter((text) => typeof text === 'string');
  const codes = [code, originalCode, ...texts.map((text) => QUOTED.exec(text)?.[1])];
  if (codes.some((one) => typeof one === 'string' && CODES.test(one))) return true;
  if (texts.some((text) => WORDS.test(text))) return true;
  const original = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  return [cause, original].some((inner) => isTransient(inner, depth + 1));
}
