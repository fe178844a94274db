import { valueAt, type Draft, type Value } from '../draft.js';
import type { Span } from '../span.js';
import type { ReadContext } from './context.js';
import { isNone } from './texts.js';

/** How the name of an office, a town or a village ends. */
const END = '(?:[局办所站委村镇乡院部社校厂队会厅科股县]|政府|街道|社区|中心|公司|支部|专班)';
const ENDS = new RegExp(`${END}$`, 'u');
/** What may stand behind a name in a list of them: which one leads. */
const MARKED = /\s?[(]?(?:为)?(牵头|主责|主办|主要负责|配合|协办|协助)(?:单位|部门)?[)]?$/u;
const LEADS = /^(?:牵头|主责|主办|主要负责)/u;
/** Words between two names; 发展和改革委员会 is one. */
const BETWEEN = /、|[/+]|以及|[和与及跟]|会同|\s+/gu;
/** How far behind the list it may be said who of them leads. */
const AHEAD = 40;

interface Unit extends Span {
  name: string;
  leads: boolean;
}

/** The units that a stretch names: "甲局和乙局、丙局（牵头）". */
export function unitsIn(text: string, from: number): Unit[] {
  const cuts: Span[] = [];
  let start = 0;
  for (const found of text.matchAll(BETWEEN)) {
    const [word] = found;
    const before = bare(text.slice(start, found.index));
    const after = text.slice(found.index + word.length);
    const next = after.split(BETWEEN)[0] ?? '';
    const marks = word === '、' || word === '/' || word === '+';
    // 党委和政府 are one house.
    const one = before.endsWith('党委') && next.startsWith('政府');
    if (one || (!marks && !(ENDS.test(before) && ENDS.test(bare(next))))) continue;
    cuts.push({ from: start, to: found.index });
    start = found.index + word.length;
  }
  cuts.push({ from: start, to: text.length });
  return cuts.flatMap((cut) => {
    const written = text.slice(cut.from, cut.to);
    const lead = written.length - written.trimStart().length;
    const name = bare(written);
    if (name === '') return [];
    const at = from + cut.from + lead;
    const mark = MARKED.exec(written.trim())?.[1] ?? '';
    return [{ name, from: at, to: at + name.length, leads: LEADS.test(mark) }];
  });
}

const bare = (written: string): string =>
  written
    .trim()
    .replace(MARKED, '')
    .replace(/[\s(。;,]+$|等$/u, '');

/** Units that are named as the further ones: who is said to lead is none of them ("甲局牵头、乙局配合"). */
export function furtherUnits(c: ReadContext, field: string, span: Span): Value[] {
  const { text, plain } = c.message;
  return unitsIn(text.slice(span.from, span.to), span.from)
    .filter((one) => !one.leads && !isNone(one.name, c.compiled))
    .map((one) => valueAt(one, plain.slice(one.from, one.to), `phrase:${field}`, 'stated'));
}

/**
 * "责任单位：甲局、乙局": the one that leads, as it is said in the list or right behind it ("由乙局牵头"), else the first; the
 * further ones are put under `others`. Undefined where nothing is named.
 */
export function readUnits(c: ReadContext, others: string, span: Span, draft: Draft): Value | undefined {
  const { text, plain } = c.message;
  const named = unitsIn(text.slice(span.from, span.to), span.from);
  const behind = /^[^。;\n]*/.exec(text.slice(span.to, span.to + AHEAD))![0];
  const said = (one: Unit) =>
    [
      `${one.name}牵头`,
      `${one.name}来牵头`,
      `牵头:${one.name}`,
      `牵头单位:${one.name}`,
      `牵头是${one.name}`,
    ].some((words) => behind.includes(words) || text.slice(span.from, span.to).includes(words));
  const first = named.find((one) => one.leads) ?? named.find(said) ?? named[0];
  if (!first) return undefined;
  const rest = named.filter((one) => one !== first && one.name !== first.name);
  const values = rest
    .filter((one) => !isNone(one.name, c.compiled))
    .map((one) => valueAt(one, plain.slice(one.from, one.to), `list:${others}`, 'stated'));
  if (values.length > 0) draft.lists.set(others, [...(draft.lists.get(others) ?? []), ...values]);
  return valueAt(first, plain.slice(first.from, first.to), 'units', 'stated');
}
