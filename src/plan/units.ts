import type { Vocabulary } from './vocabulary.js';

export interface UnitList {
  units: string[]; // as written, in order
  leads: string[]; // those marked as leading
  several?: true; // 分别牵头
}

/** A clause that happens to end like a unit: "召开一次领导小组会". */
const DEED =
  /每|明确|汇总|报县|报送|认真|切实|严格|召开|开展|的|一次|完成|推进|成立|提交|制定|^[含详见附]|[\d一二三四五六七八九十]个|\d{2}/u;

/** Whether these words are the name of a unit, or of several (各镇). */
export function isUnit(name: string, vocabulary: Vocabulary): boolean {
  if (name.length < 2 || name.length > 34 || DEED.test(name)) return false;
  const bare = name.replace(/[“”"]/g, '');
  return (
    vocabulary.groups.has(bare) ||
    vocabulary.unitEnd.test(bare) ||
    vocabulary.unitPatterns.some((pattern) => pattern.test(bare))
  );
}

/** The units of a list: "县农业农村局(牵头)、县财政局、各镇". Everything between the marks counts as a unit. */
export function unitsOf(value: string, vocabulary: Vocabulary): UnitList {
  const units: string[] = [];
  const leads: string[] = [];
  let several = false;
  let clause = 0; // where the units of this clause begin: "A、B牵头,C配合" has two that lead
  for (const { part, comma } of splitOutside(value)) {
    if (comma) clause = units.length;
    const marked = /\((?:分别|共同)?(?:总?牵头|主责|牵头单位|主办)\)$/u.test(part);
    const led = marked ? null : vocabulary.leads.exec(part);
    const name = bareUnit(
      led ? part.slice(0, led.index) : part.replace(/\([^()]*\)$/u, keepPlace),
      vocabulary,
    );
    if (led && vocabulary.several.test(part)) several = true;
    for (const one of splitJoined(name, vocabulary)) {
      if (one === '' || units.includes(one)) continue;
      units.push(one);
      if (marked) leads.push(one);
    }
    if (led) leads.push(...units.slice(clause).filter((unit) => !leads.includes(unit)));
  }
  return { units, leads, ...(several && { several: true as const }) };
}

/** A bracket at a unit's end stays where it names it more closely: 各镇(街道). */
function keepPlace(bracket: string): string {
  return /牵头|主责|主办|配合|责任|负责|协/.test(bracket) ? '' : bracket;
}

function bareUnit(part: string, vocabulary: Vocabulary): string {
  let name = part.trim().replace(/^(?:由|以及|及|和|会同|由各|:)(?=.{2})(?!各)/u, '');
  name = name.replace(/^由(?=各)/u, '');
  for (let again = true; again;) {
    const cut = name
      .replace(vocabulary.tail, '')
      .replace(/(?:协同|积极|密切)?(?:配合|参与|协助|参加)(?:落实|实施)?$/u, '')
      .trim();
    again = cut !== name && cut.length >= 2;
    if (cut.length >= 2) name = cut;
    else return cut.length === 0 ? '' : name;
  }
  return name.replace(/(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])/gu, '');
}

/** 县教育局和县人社局 are two; 县教育和科技局 is one. */
function splitJoined(name: string, vocabulary: Vocabulary): string[] {
  for (const match of name.matchAll(/以及|会同|及|和|与|\s/gu)) {
    const left = name.slice(0, match.index);
    const right = name.slice(match.index + match[0].length);
    if (isUnit(left, vocabulary) && isUnit(right, vocabulary))
      return [left, ...splitJoined(right, vocabulary)];
  }
  return [name];
}

function splitOutside(value: string): { part: string; comma: boolean }[] {
  const parts: { part: string; comma: boolean }[] = [];
  let depth = 0;
  let from = 0;
  let comma = false;
  for (let i = 0; i <= value.length; i++) {
    const char = value[i];
    if (char === '(') depth++;
    else if (char === ')') depth = Math.max(0, depth - 1);
    if (char === undefined || (depth === 0 && '、,;/\n'.includes(char))) {
      const part = value.slice(from, i).trim();
      if (part !== '') parts.push({ part, comma });
      comma = char === ',' || char === ';';
      from = i + 1;
    }
  }
  return parts;
}

/**
 * A bracket without a label that holds nothing but units: "(县农业农村局、县财政局,各镇)", "(县水利局牵头,各镇配合)".
 * A single unit counts only where the words say that it leads or is responsible, or `alone` allows it.
 */
export function bracketUnits(inner: string, alone: boolean, vocabulary: Vocabulary): UnitList | undefined {
  const says = vocabulary.leads.test(inner) || /负责|配合/u.test(inner);
  const list = unitsOf(inner, vocabulary);
  if (list.units.length === 0 || !list.units.every((unit) => isUnit(unit, vocabulary))) return undefined;
  if (list.units.length === 1 && !says && !(alone && list.units[0]!.length >= 4)) return undefined;
  return list;
}
