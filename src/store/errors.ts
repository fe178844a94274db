import { messageOf } from '../core/errors.js';

/**
 * The database's fault, not the message's: away, starting, out of space or connections, a conflict. Codes are Prisma's
 * (https://www.prisma.io/docs/orm/reference/error-reference) and PostgreSQL's classes 08, 40, 53, 57 and 58.
 */
const CODES = /^(P1\d{3}|P2024|P2028|P2034|P2037|08\w{3}|40\w{3}|53\w{3}|57\w{3}|58\w{3}|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND)$/;
const WORDS =
  /terminat|ECONN|EPIPE|connection (?:closed|ended|timeout|refused)|Connection terminated|not queryable|server closed|starting up|shutting down|recovery mode|No space left|Transaction API|timeout exceeded/i;

/** Whether trying again later can help without anything being changed. */
export function isTransient(error: unknown): boolean {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    const code = (e as { code?: unknown }).code;
    if (typeof code === 'string' && CODES.test(code)) return true;
    const original = (e as { meta?: { driverAdapterError?: unknown } }).meta?.driverAdapterError;
    if (original instanceof Error && original !== e && isTransient(original)) return true;
    if (WORDS.test(messageOf(e))) return true;
  }
  return false;
}
