import type { Compiled } from '../compile.js';
import type { Message, Span } from '../document.js';
import type { Value } from '../draft.js';

/** Names in a labelled span: "周明亮、李婷", "镇长 郭正", "梁晓峰 姚敏 4月15日". `to` is where the names end. */
export function readPeople(message: Message, span: Span, compiled: Compiled): { names: Value[]; to: number } {
  const names: Value[] = [];
  let at = span.from;
  const token = compiled.regexp('^([\\s、,/&;和与及]*)(?:(?:{words:orgs}|{words:posts})\\s?)*([\\u3400-\\u9fff·]{2,4})(?:\\s?{words:posts})?(?:同志)?', 'd');
  const stop = compiled.list('not-names');
  while (at < span.to && names.length < 30) {
    const rest = message.text.slice(at, Math.min(span.to, at + 40));
    const m = token.exec(rest);
    if (!m) break;
    let name = m[2]!;
    const glued = compiled.regexp('^{name}').exec(name);
    // "周明亮等" and "周明亮入户"
    if (name.length > 3 && glued) name = glued[0];
    name = name.replace(/[等和与及]+$/, '');
    if (name.length < 2 || stop.has(name)) break;
    const next = rest[m.indices![2]![0] + name.length] ?? '';
    if (names.length > 0 && !/[\s、,/&;和与及]/.test(m[1] ?? '')) break;
    // A list goes on with 、 or blanks; after a comma only what looks like a name.
    if (names.length > 0 && !glued) break;
    if (/[月日年号]/.test(next) && /[零一二三四五六七八九十]$/.test(name)) break;
    const from = at + m.indices![2]![0];
    names.push({ value: message.plain.slice(from, from + name.length), from, to: from + name.length, rule: 'names', certainty: 'stated' });
    at += name.length < m[2]!.length ? m.indices![2]![0] + name.length : m[0].length;
  }
  return { names, to: at };
}
