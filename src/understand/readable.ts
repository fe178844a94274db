import type { MessageInput, Trace } from '../core/records.js';

/** Zero width, joiners, direction marks, soft hyphens: they stand inside words and say nothing. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/;
const ALL_INVISIBLE = new RegExp(INVISIBLE, 'g');

/** The same as `INVISIBLE`, for texts that hold none of it: nearly all. */
function hasInvisible(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0xad || unit === 0xfeff || (unit >= 0x200b && unit <= 0x2064 && INVISIBLE.test(text[at]!)))
      return true;
  }
  return false;
}

/** A message without its invisible characters, and the way back to the offsets of the original. */
export interface Readable {
  input: MessageInput;
  /** Offsets of a trace, as they are in the text that was sent. */
  restore(trace: readonly Trace[]): Trace[];
}

/** Takes out what nobody can see, and shows a relay that came as XML as the chat shows it. */
export function readable(input: MessageInput): Readable {
  const text = asShown(input.text);
  const previous = input.previous?.some((p) => hasInvisible(p.text) || p.text.startsWith('<'))
    ? input.previous.map((p) => ({ ...p, text: asShown(p.text).replace(ALL_INVISIBLE, '') }))
    : input.previous;
  if (!hasInvisible(text)) {
    const same = text === input.text && previous === input.previous;
    return {
      input: same ? input : { ...input, text, ...(previous ? { previous } : {}) },
      restore: (t) => [...t],
    };
  }
  const kept: number[] = []; // the original offset of each character that stays
  for (let at = 0; at < text.length; at++) if (!INVISIBLE.test(text[at]!)) kept.push(at);
  const clean = text.replace(ALL_INVISIBLE, '');
  const start = (at: number) => kept[at] ?? text.length;
  const end = (at: number) => (at === 0 ? 0 : kept[at - 1]! + 1);
  return {
    input: { ...input, text: clean, ...(previous ? { previous } : {}) },
    restore: (trace) =>
      trace.map((t) => ({ ...t, from: start(t.from), to: t.to <= t.from ? start(t.from) : end(t.to) })),
  };
}

const TITLE = /<title>(?:<!\[CDATA\[)?([\s\S]*?)(?:\]\]>)?<\/title>/;

/** An app message of type 53 is a relay: its title is the text. Everything around becomes blanks, so that offsets stay. */
function asShown(text: string): string {
  if (!text.includes('<') || !/^\s*<(?:\?xml|msg|appmsg)/.test(text) || !/<type>\s*53\s*<\/type>/.test(text))
    return text;
  const title = TITLE.exec(text);
  if (!title) return text;
  const from = title.index + title[0].indexOf(title[1]!);
  const to = from + title[1]!.length;
  const shown = title[1]!.replace(/&(?:#10|#xa);/gi, (m) => '\n'.padEnd(m.length));
  return ' '.repeat(from) + shown + ' '.repeat(text.length - to);
}
