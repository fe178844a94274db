import type { CompiledField, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import { passes } from './gate.js';
import type { ReadContext } from './fields/context.js';
import { TEXTUAL, toldFrom } from './label-values.js';
import type { Label } from './resolve.js';
import { firstFrom, lineEnd, type Span } from './span.js';
import { findSubjects, type Subject } from './subjects.js';

/** What the records of a kind are about, as the message names it; visitors, signatures and text values are closed. */
export function subjectsOf(
  kind: CompiledKind,
  key: CompiledField,
  c: ReadContext,
  labels: readonly Label[],
): Subject[] {
  const closed: Span[] = signatureSpan(c.message);
  const numbered = key.def.type === 'number';
  labels.forEach((label, i) => {
    if (label.field === key) {
      closed.push({ from: label.from, to: label.to });
      return;
    }
    const end = lineEnd(c.message.text, label.to, labels[i + 1]?.from);
    const type = label.field?.def.type;
    if (type === 'person' || type === 'persons')
      closed.push({ from: label.from, to: personsEnd(c, label.to, end) });
    else if (
      label.colon &&
      type !== undefined &&
      TEXTUAL.has(type) &&
      !(numbered && NUMBERED.test(c.message.text.slice(label.to, label.to + 6)))
    )
      closed.push({
        from: label.from,
        to: itemsEnd(c, label.to, toldFrom(c, key, labels, { from: label.to, to: end })),
      });
    else closed.push({ from: label.from, to: label.to });
  });
  for (const m of c.message.mentions) closed.push(m);
  for (const field of kind.roles.people) {
    for (let i = 0; i < field.phrases.length; i++) {
      if (!passes(c.message, field.phraseGates[i])) continue;
      const phrase = field.phrases[i]!;
      phrase.lastIndex = 0;
      for (let m = phrase.exec(c.message.text); m && m[0] !== ''; m = phrase.exec(c.message.text)) {
        const at = m.indices!.groups!['v'];
        if (at) closed.push({ from: at[0], to: at[1] });
      }
    }
  }
  return findSubjects({
    kind,
    key,
    message: c.message,
    compiled: c.compiled,
    households: c.households,
    labels,
    closed,
  });
}

/** "整改进展：5号，已…；13号，…": what is behind the label are the numbered things themselves. */
const NUMBERED = /^\s?\d{1,3}\s?号[,:]/;

/** A text value on one line ends where a list item with a household begins. */
function itemsEnd(c: ReadContext, from: number, end: number): number {
  const { clauses } = c.message;
  for (let i = firstFrom(clauses, from); i < clauses.length && clauses[i]!.from < end; i++) {
    const clause = clauses[i]!;
    if (
      clause.marker !== undefined &&
      clause.marker > 0 &&
      clause.from > from &&
      (c.households.nameAt(c.message.text, clause.from) ||
        c.compiled.regexp('^{name}(?=[\\s,(:])').test(c.message.text.slice(clause.from, clause.from + 8)))
    )
      return clause.from;
  }
  return end;
}

function personsEnd(c: ReadContext, from: number, to: number): number {
  const m = /[\n。;(]/.exec(c.message.text.slice(from, to));
  return m ? from + m.index : to;
}

export function signatureSpan(message: Message): Span[] {
  return message.signature ? [message.signature] : [];
}
