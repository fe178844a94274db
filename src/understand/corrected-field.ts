import type { Compiled, CompiledField, CompiledKind } from './compiled.js';
import { valueReader } from './corrected-value.js';
import type { Message } from './document.js';
import type { Pair } from './old-and-new.js';
import { readMoney, readNumber } from './values/index.js';

const KINDS_OF_WORD: Partial<Record<string, RegExp>> = {
  number: /^(?:约|大概)?[\d一二两三四五六七八九十百零]+(?:口人|口|人|户|个|张|份|天|次)?$/,
  money: /(?:元|万|块|亿)|^[\d,.]{3,}$/,
  percent: /%|^百分之|成$/,
  date: /[月日号]|\d[.\-/]\d|周|天/,
  household: /^[\u4e00-\u9fff]{2,3}[家户]$/,
};

/** "是三十八万，不是三十五": a small bare figure is of the unit that the other one has. */
function inUnitOf(to: string, from: string): string {
  const unit = /[\d一二两三四五六七八九十百](万元|万|亿元|亿)$/.exec(to)?.[1];
  return unit && /^(?:\d{1,4}(?:\.\d{1,4})?|[一二两三四五六七八九十百零点]{1,6})$/.test(from)
    ? from + unit
    : from;
}

/** A field and what it becomes; a figure among several is `metrics.走访`. */
interface Corrected {
  field: string;
  from?: unknown;
  to: unknown;
}

/** The field that is meant: named by a label, or told by the old value, or by how the value is written. */
export function fieldOf(
  text: string,
  pair: Pair,
  kinds: readonly CompiledKind[],
  record: Record<string, unknown> | undefined,
  message: Message,
  isName: (word: string) => boolean,
): Corrected | undefined {
  // What is named behind the new value ("…是4张，人口没错") is something else.
  const said = text.slice(0, Math.max(text.lastIndexOf(pair.to), 0) || text.length);
  // In "5号问题责任单位" the first word tells which one it is, and names no field of it.
  const head = said.replace(/(?<=\d\s?号)问题/u, '');
  const words = wordsOf(kinds, record, pair);
  if (words) return words;
  const bare = withoutParts(head, kinds);
  const named = new Set(kinds.flatMap((kind) => kind.fields.filter((field) => isCalledBy(field, bare))));
  const figure = figureOf(kinds, record, head, pair);
  if (figure) return figure;
  // One of several incomes by its own name: which it was is not told by a value that happens to be alike.
  if (named.size === 0 && bare !== head) return undefined;
  const become = valueReader(pair.to, message, isName);
  const been =
    pair.from === undefined ? undefined : valueReader(inUnitOf(pair.to, pair.from), message, isName);
  let tied = false;
  let best: { field: CompiledField; score: number; to: unknown; from: unknown } | undefined;
  for (const kind of kinds) {
    for (const field of kind.fields) {
      // What is named by its label is meant, and nothing else that happens to be on record.
      let score = named.has(field) ? 3 : 0;
      if (score === 0 && named.size > 0 && !been) continue;
      // Words of any kind may be a text: only behind its label are they meant for it.
      if (score === 0 && WORDED.has(field.def.type)) continue;
      const to = become(field, record?.[field.name]);
      if (to === undefined) continue;
      const from = been ? been(field) : record?.[field.name];
      if (score === 0 && field.def.type === 'date' && isOtherwise(record?.[field.name], pair, from)) continue;
      if (from !== undefined && record && JSON.stringify(record[field.name]) === JSON.stringify(from))
        score += 4;
      if (KINDS_OF_WORD[field.def.type]?.test(pair.to)) score += only(kind, field, record) ? 2 : 1;
      if (field.def.phrases.length > 0 && field.phrases.some((p) => ((p.lastIndex = 0), p.test(pair.to))))
        score += 2;
      if (score <= 1 || (best && score < best.score)) continue;
      // Two values of one type, and neither is named: which is meant is not guessed.
      tied = best?.score === score && pair.from === undefined && best.field.name !== field.name;
      best = tied ? best : { field, score, to, from };
    }
  }
  if (!best || tied) return undefined;
  return { field: best.field.name, ...(best.from !== undefined ? { from: best.from } : {}), to: best.to };
}

/** "不是屋顶漏雨，是墙体开裂": what was told in words, by those words; one of several such is told by itself. */
function wordsOf(
  kinds: readonly CompiledKind[],
  record: Record<string, unknown> | undefined,
  { from, to }: Pair,
): Corrected | undefined {
  if (from === undefined || !IN_WORDS.test(from) || !IN_WORDS.test(to)) return undefined;
  const found = kinds.flatMap((kind) =>
    kind.fields.flatMap((field) => {
      if (!TOLD.has(field.def.type)) return [];
      const said = [record?.[field.name]].flat().filter((one) => typeof one === 'string');
      const known = said.filter((one) => one.includes(from) && from.length * 2 >= one.length);
      return known.length === 1 ? [{ field: field.name, from: known[0]!, to }] : [];
    }),
  );
  return found.length === 1 ? found[0] : undefined;
}

const IN_WORDS = /^[^\d]*[\u4e00-\u9fff]{2}/u;

/** Fields that hold what somebody told, as it was told. */
const TOLD: ReadonlySet<string> = new Set(['text', 'texts']);

const WORDED: ReadonlySet<string> = new Set(['unit', 'text', 'milestones']);

/** Fields of several figures, each under a name of its own. */
const FIGURES: ReadonlySet<string> = new Set(['measures', 'counts', 'amounts']);

/** "走访是36户": one of several figures that were reported, by its name; undefined where none is named, or two may be. */
function figureOf(
  kinds: readonly CompiledKind[],
  record: Record<string, unknown> | undefined,
  head: string,
  pair: Pair,
): Corrected | undefined {
  const found: { field: CompiledField; key: string; word: string; known: number }[] = [];
  for (const field of kinds.flatMap((kind) => kind.fields)) {
    const values = record?.[field.name];
    if (!FIGURES.has(field.def.type) || typeof values !== 'object' || values === null) continue;
    for (const [key, known] of Object.entries(values as Record<string, unknown>)) {
      if (typeof known !== 'number') continue;
      const words = [key, ...[...field.codeOf].flatMap(([word, code]) => (code === key ? [word] : []))];
      const said = words.filter((word) => word.length > 1 && head.includes(word));
      const [word] = said.sort((a, b) => b.length - a.length);
      if (word !== undefined) found.push({ field, key, word, known });
    }
  }
  // 走访户 is meant where it is said, and not 走访, which stands within.
  const longest = Math.max(...found.map(({ word }) => word.length));
  const [one, ...others] = found.filter(({ word }) => word.length === longest);
  if (!one || others.length > 0) return undefined;
  const money = one.field.def.type === 'amounts';
  const read = (word: string) => (money ? readMoney(word, { unit: 1 }) : readNumber(word))?.value;
  const to = read(pair.to);
  if (to === undefined) return undefined;
  const from = pair.from === undefined ? one.known : (read(pair.from) ?? one.known);
  return { field: `${one.field.name}.${one.key}`, from, to };
}

/** A day that is said not to be, and is not what was reported: another day is meant ("会是周三，不是周四"). */
const isOtherwise = (kept: unknown, pair: Pair, from: unknown): boolean =>
  pair.from !== undefined && kept !== undefined && kept !== from;

/** The words without the names of what a sum is made of: 务工收入 is not 收入. */
const withoutParts = (head: string, kinds: readonly CompiledKind[]): string =>
  kinds.reduce((all, { parts }) => parts.reduce((rest, part) => rest.replaceAll(part, ''), all), head);

/** Whether words, without the names of parts, name the field by a label. */
const isCalledBy = (field: CompiledField, bare: string): boolean =>
  field.stems.some((stem) => bare.includes(stem));

/** Whether what was reported has this value alone of its type, so that a bare value can mean no other. */
function only(
  kind: CompiledKind,
  field: CompiledField,
  record: Record<string, unknown> | undefined,
): boolean {
  const said = (one: CompiledField) => record?.[one.name] !== undefined;
  return (
    said(field) && kind.fields.filter((one) => one.def.type === field.def.type && said(one)).length === 1
  );
}

/** Numbers and sums, which a label of something else may stand before. */
const COUNTED = new Set(['number', 'money', 'percent']);

/** A word of its own, and nothing else, stands before "应该是": what it counts is not known here. */
const UNKNOWN_LABEL =
  /(?:^|[,。;:\s]|[家户]的?)(?!刚|上|前|后|那|这|第|他|她|我|你|一|实际|其实|总|全|共|今|昨|应|不|更|[打写报填说弄搞]错|[^,。;:\s]*[家户条个次村组])[\u4e00-\u9fff]{2,5}(?:应该?是|应为|实为|是)$/u;

/** Whether a label that is none of the field's stands before the value: "劳动力应该是2人" says nothing of the population. */
export function isOfOther(
  pair: Pair,
  change: { field: string },
  named: string | undefined,
  kinds: readonly CompiledKind[],
  record: Record<string, unknown> | undefined,
  compiled: Compiled,
): boolean {
  const field = kinds.map((kind) => kind.byName.get(change.field)).find((one) => one !== undefined);
  if (!field || !COUNTED.has(field.def.type)) return false;
  const head = pair.said.slice(0, Math.max(pair.said.lastIndexOf(pair.to), 0));
  if (isCalledBy(field, withoutParts(head, kinds))) return false;
  const others = compiled.regexp('{words:counted-apart}|{words:kin}');
  const known = [named ?? '', ...Object.values(record ?? {}).filter((value) => typeof value === 'string')];
  const bare = (text: string) =>
    known.reduce((rest, one) => (one === '' ? rest : rest.replaceAll(one, '')), text);
  return others.test(bare(pair.said)) || (field.def.type === 'number' && UNKNOWN_LABEL.test(bare(head)));
}
