import type { CompiledField } from '../compiled.js';
import { passesIn } from '../gate.js';
import type { Span } from '../span.js';
import type { ReadContext } from './context.js';

/** Shows each match of a field's phrases in a stretch (`body`), phrase by phrase, until one is taken. */
export function takeMatch(
  c: ReadContext,
  field: CompiledField,
  span: Span,
  body: string,
  take: (match: RegExpExecArray) => boolean,
): void {
  for (let i = 0; i < field.phrases.length; i++) {
    if (!passesIn(c.message, field.phraseGates[i], span.from, span.to)) continue;
    const phrase = field.phrases[i]!;
    phrase.lastIndex = 0;
    for (let m = phrase.exec(body); m; m = phrase.exec(body)) {
      if (m[0] === '') phrase.lastIndex++;
      else if (take(m)) return;
    }
  }
}
