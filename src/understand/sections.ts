import type { CompiledField, CompiledKind } from './compiled.js';
import { newDraft, type Draft } from './draft.js';
import { readFree } from './fields/free.js';
import type { ReadContext } from './fields/context.js';
import { matches } from './matches.js';
import type { Span } from './span.js';

const HEADING =
  /(?<=^|[\n;。])[ \t]*(?:[【(]|[一二三四五六七八九十]{1,2}、)?([^\n:;,。【】()]{0,12}?(?:村|社区|组|社))[】)]?(?:\([^()\n]{1,12}\))?[ \t]*(?::|\n|$)/g;

/**
 * "渡口村1组：甲…；乙…\n2组（丁报）：丙…": a place on its own above several records is that of all of them, until the next.
 * A village takes back the group before it.
 */
export function placeBySections(kind: CompiledKind, drafts: readonly Draft[], c: ReadContext): void {
  const fields = kind.roles.sharedPlaces;
  if (fields.length === 0 || drafts.length < 2) return;
  // "行政村：" is a label with its value behind it.
  const labelled = (span: Span) =>
    c.message.labels.some((l) => l.kinds.length > 0 && l.colon && l.from < span.to && l.to > span.from);
  const heads = headings(c.message.text).flatMap((span) => {
    if (labelled(span)) return [];
    const said = newDraft(kind.def.id, span.from);
    for (const field of fields) readFree(c, field, span, said);
    return said.values.size > 0 ? [{ span, said }] : [];
  });
  if (heads.length === 0) return;
  for (const draft of drafts) {
    const head = heads.findLast((h) => h.span.to <= draft.from);
    if (!head) continue;
    const isHead = (at: number) => heads.some(({ span }) => at >= span.from && at < span.to);
    for (const field of fields) settle(field, draft, head.said, head.span, isHead);
  }
}

function settle(
  field: CompiledField,
  draft: Draft,
  said: Draft,
  head: Span,
  isHead: (at: number) => boolean,
): void {
  const own = draft.values.get(field.name);
  // What heads the records below is not this one's own.
  if (own && own.from >= head.to && !isHead(own.from)) return;
  const value = said.values.get(field.name);
  if (value) draft.values.set(field.name, value);
  else if (own && field.def.type === 'group' && own.from < head.from) draft.values.delete(field.name);
}

function headings(text: string): Span[] {
  if (!text.includes(':') && !text.includes('\n')) return [];
  return matches(HEADING, text).map((m) => {
    const from = m.index + m[0].indexOf(m[1]!);
    return { from, to: from + m[1]!.length };
  });
}
