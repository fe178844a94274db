import { among, isDigit, isHan, type Span } from './span.js';
import { Cover } from './cover.js';
import type { Found, LabelWord } from './found.js';

/** A label in the text. Whether it counts without a colon depends on the type of the field. */
export interface LabelHit {
  word: string;
  from: number;
  to: number; // where the value may start: after colon, blanks and a bracketed unit
  /** For which kinds and which of their fields it is one; of no field of ours: none. */
  kinds: Uint16Array;
  fields: Uint16Array;
  colon: boolean;
  opens: boolean; // it stands at a boundary
  glued: boolean; // one of many in a stretch without marks
  at: number; // where its word stands
  unit: string | undefined; // "(万元)"
}

const NONE = new Uint16Array(0);
const GAP =
  /^[ \t]*(?:[(（\[]([^()（）\n]{1,12})[)）\]])?[ \t]*(?:\d{1,3}(?:[个条项处件点]|户(?=[ \t]*[:=—]))[ \t]*)?(:|：|=|――|—(?!—)|->)?[ \t]*/;
const GAP_WINDOW = 24;

/** Every place where a label word stands, shortest first per place; one pass. */
export function findLabels(text: string, found: Found): LabelHit[] {
  const hits: LabelHit[] = [];
  const { labels, labelFrom, labelTo, labelCount } = found;
  for (let i = 0; i < labelCount; i++) {
    const at = labelFrom[i]!;
    if (isHan(text.charCodeAt(at))) take(text, labels[i]!, at, labelTo[i]!, hits);
  }
  openGlued(text, hits);
  openAlone(text, hits);
  addUnknown(text, hits);
  return hits;
}

function take(text: string, label: LabelWord, at: number, to: number, hits: LabelHit[]): void {
  const opens = at === 0 || !isHan(text.charCodeAt(at - 1));
  // "石门寨村：" and "1组：" are places, not the labels 村 and 组.
  if (to - at === 1 && (!opens || isDigit(text.charCodeAt(at - 1)))) return;
  const next = text.charCodeAt(to);
  let end = to;
  let colon = false;
  let unit: string | undefined;
  if (next === 0x3a && !isBlank(text.charCodeAt(to + 1))) {
    end = to + 1;
    colon = true;
  } else if (!isHan(next)) {
    const gap = GAP.exec(text.slice(to, to + GAP_WINDOW))!;
    colon = gap[2] !== undefined;
    if (gap[1] === undefined) end = to + gap[0].length;
    else if (colon || UNIT.test(gap[1])) {
      end = to + gap[0].length;
      unit = gap[1];
    }
  }
  const { word, kinds, fields } = label;
  hits.push({ word, from: at, to: end, kinds, fields, colon, opens, glued: false, at, unit });
}

const UNIT = /^(?:万?元|亿元?|人|户|口|%|公里|亩|名)$/;
function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09;
}

const GLUED = 4;
const LONG = 16;
const isParting = among(',。;!?:、()');

/** Stretches without a mark or blank. */
function longRuns(text: string): Span[] {
  const out: Span[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !parts(text.charCodeAt(at))) continue;
    if (at - from >= LONG) out.push({ from, to: at });
    from = at + 1;
  }
  return out;
}

function parts(unit: number): boolean {
  // Most of a text is Han.
  if (isHan(unit)) return false;
  return isParting(unit) || String.fromCharCode(unit).trim() === '';
}

/** A form without any mark ("走访人甲户主乙家庭人口6人存在问题无"): where so many labels stand in one stretch, each opens its value. */
function openGlued(text: string, hits: LabelHit[]): void {
  if (countTelling(hits) < GLUED) return;
  let next = 0;
  for (const { from, to } of longRuns(text)) {
    if (to - from > LONGEST_GLUED) continue;
    while (next < hits.length && hits[next]!.from < from) next++;
    const plain: LabelHit[] = [];
    for (; next < hits.length && hits[next]!.from < to; next++) {
      const hit = hits[next]!;
      if (hit.to > to || hit.word.length < 2 || hit.colon) continue;
      // Hits come by place, shorter first: the longest at a place stands last, one inside another is left out.
      const last = plain.at(-1);
      if (last && last.from === hit.from) plain[plain.length - 1] = hit;
      else if (!last || hit.to > last.to) plain.push(hit);
    }
    if (countTelling(plain) < GLUED) continue;
    for (const hit of plain) {
      hit.opens = true;
      hit.glued = true;
    }
  }
}

/** Labels without a colon whose word is hardly said but in a form. */
function countTelling(hits: readonly LabelHit[]): number {
  let count = 0;
  for (const { word, colon } of hits) if (!colon && (word.length >= 3 || word === '户主')) count++;
  return count;
}

const ALONE = 3;

/** A form whose labels and values take turns, each on a line of its own. */
function openAlone(text: string, hits: LabelHit[]): void {
  if (!text.includes('\n')) return;
  const alone = hits.filter(
    (h) =>
      !h.colon &&
      h.kinds.length > 0 &&
      h.word.length >= 2 &&
      text[h.to] === '\n' &&
      (h.from === 0 || text[h.from - 1] === '\n'),
  );
  if (alone.length < ALONE) return;
  const starts = new Set(alone.map((h) => h.from));
  for (const hit of alone) {
    if (starts.has(hit.to + 1)) continue;
    hit.colon = true;
    hit.to++;
  }
}

/** A form in one breath is no longer than this. */
const LONGEST_GLUED = 400;

const SHORTEST = 2;
const LONGEST = 10;
const isOpening = among('\n。;！？!? \t');
const NO_LABEL =
  /(?:[村组社镇乡]|[一二三四五六七八九十]户|[上中下]午|早上|晚上|[昨今明前后]天|[昨今明]日|(?:周|星期|礼拜)[一二三四五六日天])$/;

/** "备注：" is no field, but it ends the value in front of it. */
function addUnknown(text: string, hits: LabelHit[]): void {
  if (!text.includes(':')) return;
  // Where the values of known labels start.
  const known = Cover.over(text.length);
  for (const hit of hits) if (hit.colon) known.add({ from: hit.to, to: hit.to + 1 });
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
    let end = colon;
    while (isBlank(text.charCodeAt(end - 1))) end--;
    let from = end;
    while (from > 0 && isHan(text.charCodeAt(from - 1))) from--;
    if (end - from < SHORTEST || end - from > LONGEST) continue;
    if (from > 0 && !isOpening(text.charCodeAt(from - 1))) continue;
    let to = colon + 1;
    while (isBlank(text.charCodeAt(to))) to++;
    if (known.has(to)) continue;
    const word = text.slice(from, end);
    if (NO_LABEL.test(word)) continue;
    hits.push({
      word,
      from,
      to,
      kinds: NONE,
      fields: NONE,
      colon: true,
      opens: true,
      glued: false,
      at: from,
      unit: undefined,
    });
  }
  known.close();
}
