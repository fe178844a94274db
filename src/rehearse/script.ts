import { z } from 'zod';
import { AppError } from '../core/errors.js';
import { isReal } from '../core/schemas.js';
import { fromLocal } from '../core/time.js';
import { utf8 } from '../files/open.js';

/** What a rehearsal plays: something said in a group or in private, a recall, or time that passes. */
export type ScriptEvent = { at: Date; line: number } & (
  | { type: 'said'; id: string; room: string; sender: string; text: string }
  | { type: 'private'; id: string; person: string; text: string }
  | { type: 'recall'; recalls: string }
  | { type: 'pass' }
);

const at = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(\+08:00)?$/, 'must be local time like 2026-05-08T09:00')
  .refine((text) => isReal(text.slice(0, 19)), 'there is no such day or time');
const id = z.string().min(1).optional();
const name = z.string().trim().min(1);

const said = z.strictObject({ at, id, room: name, sender: name, text: z.string() });
const toBot = z.strictObject({ at, id, person: name, text: z.string() });
const recall = z.strictObject({ at, recall: z.string().min(1) });
const pass = z.strictObject({ at });

const SHAPES = '{at, id?, room, sender, text}, {at, id?, person, text}, {at, recall} or {at}';

/**
 * The events of a script, one JSON object a line, in order of time. Throws an AppError that names file, line and what
 * is allowed; nothing has been played then.
 */
export function readScript(bytes: Uint8Array, file: string): ScriptEvent[] {
  const text = utf8(bytes);
  if (text === undefined) throw new AppError('input-script', `${file}: not UTF-8; save it as UTF-8 text`);
  const events: ScriptEvent[] = [];
  const ids = new Set<string>();
  for (const [i, raw] of text.split('\n').entries()) {
    if (raw.trim() === '') continue;
    const line = i + 1;
    const bad = (message: string): never => {
      throw new AppError('input-script', `${file}:${line} ${message}`);
    };
    const event = readEvent(raw, line, bad);
    const last = events.at(-1);
    if (last && event.at < last.at)
      bad(
        `at ${raw.match(/"at"\s*:\s*"([^"]*)"/)?.[1] ?? ''} is before line ${last.line}: events go in order of time`,
      );
    if (event.type === 'recall' && !ids.has(event.recalls))
      bad(`recall "${event.recalls}": no message above has that id`);
    if (event.type === 'said' || event.type === 'private') {
      if (ids.has(event.id)) bad(`id "${event.id}" was used before`);
      ids.add(event.id);
    }
    events.push(event);
  }
  if (events.length === 0)
    throw new AppError('input-script', `${file}: no event in it; expected one JSON object a line: ${SHAPES}`);
  return events;
}

function readEvent(raw: string, line: number, bad: (message: string) => never): ScriptEvent {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return bad(`is not JSON; allowed: ${SHAPES}`);
  }
  if (json === null || typeof json !== 'object' || Array.isArray(json))
    return bad(`is no object; allowed: ${SHAPES}`);
  const shape =
    'recall' in json ? recall : 'person' in json ? toBot : 'room' in json || 'text' in json ? said : pass;
  const read = shape.safeParse(json);
  if (!read.success) {
    const issue = read.error.issues[0]!;
    return bad(`${issue.path.join('.') || 'event'}: ${issue.message}; allowed: ${SHAPES}`);
  }
  const { at: when, ...rest } = read.data as { at: string } & Record<string, string | undefined>;
  const moment = fromLocal(when.slice(0, 19));
  const messageId = rest['id'] ?? `line-${line}`;
  if ('recall' in rest) return { at: moment, line, type: 'recall', recalls: rest['recall']! };
  if ('person' in rest)
    return { at: moment, line, type: 'private', id: messageId, person: rest['person']!, text: rest['text']! };
  if ('room' in rest) {
    const { room, sender, text: words } = rest;
    return { at: moment, line, type: 'said', id: messageId, room: room!, sender: sender!, text: words! };
  }
  return { at: moment, line, type: 'pass' };
}
