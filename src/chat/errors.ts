import { AppError, messageOf } from '../core/errors.js';
import { SendError } from '../core/chat.js';
import { TimeoutError } from './wait.js';

/** Codes and phrases by which a chat network says no for good. Over gRPC only the text of an error survives. */
const REFUSED =
  /not-a-member|unknown-room|unknown-person|text-empty|not in (?:the |this )?(?:chat ?room|room|group)|room .*(?:not found|does not exist|not exist)|no such (?:room|contact)|不是(?:该|此|本)?群成员|被移出群|群聊不存在|不是.{0,4}好友/i;

/** The connection was never made, so nothing can have left. The database's words are those of the local groups. */
const NOT_SENT =
  /database system is (?:starting up|shutting down|in recovery mode|not yet accepting)|DatabaseNotReachable|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|No connection established|Name resolution failed|not logged in|NO CLIENT|no grpc manager|when trying to connect|Can't reach database|UNAUTHENTICATED/i;

/** What the loss of a connection looks like, wherever it shows. */
const LOST =
  /\b14 UNAVAILABLE|UNAVAILABLE:|ECONNREFUSED|ECONNRESET|EPIPE|No connection established|Connection dropped|\b1 CANCELLED|GOAWAY|socket hang up/i;

/** What a rejected send means for trying again. Anything doubtful is `unknown`: better asked about than said twice. */
export function toSendError(error: unknown): SendError {
  if (error instanceof SendError) return error;
  const text = wholeText(error);
  const message = `sending failed: ${firstLine(error)}`;
  if (error instanceof TimeoutError) return new SendError('unknown', message, { cause: error });
  if (NOT_SENT.test(text)) return new SendError('not-sent', message, { cause: error });
  if (REFUSED.test(text)) return new SendError('refused', message, { cause: error });
  return new SendError('unknown', message, { cause: error });
}

/** Whether the gateway cannot be reached any more. */
export function isLost(error: unknown): boolean {
  return LOST.test(wholeText(error));
}

/** A failed import of a puppet as one line a person can act on. */
export function puppetMissing(name: string, cause: unknown): AppError {
  return new AppError(
    'puppet-missing',
    `WECHATY_PUPPET=${name}: this puppet cannot be loaded (${firstLine(cause)}); allowed: local, or the name of an installed Wechaty puppet (npm i ${name})`,
    { cause },
  );
}

/** The text of an error without the stack that some gateways put into it. */
export function firstLine(error: unknown): string {
  return messageOf(error).split('\n', 1)[0] ?? '';
}

/** Codes and messages of an error and of what caused it. */
function wholeText(error: unknown, depth = 0): string {
  if (depth > 4 || error === null || error === undefined) return '';
  if (typeof error !== 'object') return typeof error === 'string' ? error : '';
  const { message, code, details, cause, errors } = error as Record<string, unknown>;
  const own = [code, message, details].filter((part) => typeof part === 'string' || typeof part === 'number');
  const inner: unknown[] = Array.isArray(errors) ? errors.slice(0, 4) : [];
  return [...own, ...[cause, ...inner].map((e) => wholeText(e, depth + 1))].join(' ');
}
