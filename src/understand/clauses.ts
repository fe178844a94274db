import type { Clause } from './document.js';
import { matches } from './matches.js';
import { among, isDigit, isHan, type Span } from './span.js';

const CIRCLED = 0x2460;
const isBullet = among('-•●·*◆■▪▫○◇□★☆>√✓▲△—');
const CHINESE = '一二三四五六七八九十';
const isChinese = among(CHINESE);
/** More clauses than anybody writes: a 100 kB paste is read in blocks of lines from there on. */
const MOST = 6000;

export function splitLines(text: string): Span[] {
  const lines: Span[] = [];
  let from = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
    lines.push({ from, to: at });
    from = at + 1;
  }
  lines.push({ from, to: text.length });
  return lines;
}

export interface Marker extends Span {
  number: number; // 0: a bullet
}

/** A list marker at `at`: "1、" "2." "3)" "(4)" "⑤" "一、" "一是" "•". "1.5" and "3.18" are none. */
export function markerAt(text: string, at: number, lineStart: boolean): Marker | undefined {
  const unit = text.charCodeAt(at);
  if (unit >= CIRCLED && unit < CIRCLED + 20)
    return withBlanks(text, at, skipDot(text, at + 1), unit - CIRCLED + 1);
  if (unit >= 0x2776 && unit <= 0x277f) return withBlanks(text, at, at + 1, unit - 0x2776 + 1);
  if (unit >= 0x2474 && unit <= 0x2487) return withBlanks(text, at, at + 1, unit - 0x2474 + 1);
  if (isDigit(unit)) {
    const to = isDigit(text.charCodeAt(at + 1)) ? at + 2 : at + 1;
    const mark = text[to];
    const next = text.charCodeAt(to + 1);
    const number = Number(text.slice(at, to));
    if (number === 0) return undefined;
    if (mark === '、' && lineStart && inMonth(text, to + 1, number))
      return withBlanks(text, at, to + 1, number);
    if ((mark === '、' || mark === ')' || mark === ':') && !isDigit(next)) {
      if (mark === ':' && !lineStart) return undefined;
      return withBlanks(text, at, to + 1, number);
    }
    if (mark === '.' && !isDigit(next)) return withBlanks(text, at, to + 1, number);
    if (lineStart && mark === ',' && isHan(next)) return withBlanks(text, at, to + 1, number);
    if (lineStart && (mark === ' ' || mark === '\t') && isHan(text.charCodeAt(skip(text, to))))
      return withBlanks(text, at, to, number);
    return undefined;
  }
  if (unit === 0x28) {
    const length = text.slice(at, at + 4).indexOf(')');
    if (length < 0) return undefined;
    const close = at + length;
    const inside = text.slice(at + 1, close);
    if (/^\d{1,2}$/.test(inside)) return withBlanks(text, at, skipDot(text, close + 1), Number(inside));
    if ([...inside].every((c) => CHINESE.includes(c)) && inside !== '')
      return withBlanks(text, at, skipDot(text, close + 1), chinese(inside));
    return undefined;
  }
  if (isChinese(unit)) {
    let to = at + 1;
    while (to < at + 3 && isChinese(text.charCodeAt(to))) to++;
    const mark = text[to];
    if (mark === '、' || ((mark === '.' || mark === ',' || mark === ':') && lineStart))
      return withBlanks(text, at, to + 1, chinese(text.slice(at, to)));
    // "一是…，二是…"
    if (mark === '是' && to === at + 1 && isHan(text.charCodeAt(to + 1)))
      return withBlanks(text, at, to + 1, chinese(text[at]!));
    return undefined;
  }
  if (lineStart && isBullet(unit) && text[at + 1] !== text[at]) return withBlanks(text, at, at + 1, 0);
  return undefined;
}

/** "1、5月3日走访…" is the first item of a list; "5、6月份" are two months. */
function inMonth(text: string, at: number, number: number): boolean {
  const month = /^(\d{1,2})月/.exec(text.slice(at, at + 3))?.[1];
  return month !== undefined && Number(month) !== number + 1;
}

function skipDot(text: string, at: number): number {
  return '.、:'.includes(text[at] ?? '#') ? at + 1 : at;
}
function skip(text: string, at: number): number {
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}
function withBlanks(text: string, from: number, to: number, number: number): Marker {
  return { from, to: skip(text, to), number };
}
function chinese(word: string): number {
  const ten = word.indexOf('十');
  if (ten < 0) return CHINESE.indexOf(word[0]!) + 1;
  return (
    (ten === 0 ? 1 : CHINESE.indexOf(word[0]!) + 1) * 10 +
    (ten === word.length - 1 ? 0 : CHINESE.indexOf(word[ten + 1]!) + 1)
  );
}

const isBreak = among(',。;!?\n\t()[]【】|"“”');

/**
 * The text cut at punctuation, brackets and list markers; speech without punctuation is cut at `splitters`
 * (然后, 就是, 希望…), which start the next clause.
 */
export function splitClauses(text: string, splitters: RegExp): Clause[] {
  const out: Clause[] = [];
  let line = 0;
  let depth = 0;
  let start = 0;
  let before = '';
  let lineStart = true;
  let marker: number | undefined;
  let marked = 0;
  let last = 0; // the number of the list mark before
  const close = (to: number) => {
    if (out.length >= MOST) return;
    let from = start;
    let end = to;
    while (from < end && text.charCodeAt(from) === 0x20) from++;
    while (end > from && text.charCodeAt(end - 1) === 0x20) end--;
    if (end > from) {
      soften(
        text,
        { from, to: end, line, before, marker, depth, start: marker === undefined ? from : marked },
        splitters,
        out,
      );
      marker = undefined;
    }
  };
  for (let at = 0; at < text.length; at++) {
    const fresh = lineStart || at === start || text.charCodeAt(at - 1) === 0x20;
    // Most of a text are characters inside words.
    if (!fresh && isHan(text.charCodeAt(at))) continue;
    const char = text[at]!;
    const digit = isDigit(text.charCodeAt(at));
    if (fresh || (digit && !isDigit(text.charCodeAt(at - 1)) && text[at - 1] !== '.')) {
      const found = markerAt(text, at, lineStart);
      // Inside a line only the next of a sequence counts: "正常2.向世安".
      if (found && (fresh || found.number === last + 1) && (found.number > 0 || lineStart)) {
        last = found.number;
        close(at);
        marker = found.number;
        marked = found.from;
        start = found.to;
        before = lineStart ? '\n' : before || ';';
        at = found.to - 1;
        lineStart = false;
        continue;
      }
    }
    if (isBreak(text.charCodeAt(at)) && !(char === ',' && groupsDigits(text, at))) {
      close(at);
      start = at + 1;
      before = char;
      if (char === '(' || char === '[' || char === '【') depth++;
      else if (char === ')' || char === ']' || char === '】') depth = Math.max(0, depth - 1);
      else if (char === '\n') {
        line++;
        depth = 0;
        marker = undefined;
      }
      lineStart = char === '\n';
    } else if (char !== ' ') lineStart = false;
  }
  close(text.length);
  return out;
}

/** The comma of 61,300; not that of "13900000000,8月". */
function groupsDigits(text: string, at: number): boolean {
  if (!isDigit(text.charCodeAt(at - 1)) || !/^\d{3}(?!\d)/.test(text.slice(at + 1, at + 5))) return false;
  return !/\d{4}$/.test(text.slice(Math.max(0, at - 4), at));
}

/** "上午开了会下午查了漏点…问题就是工具不够明天打算去领": a day told in one breath is cut at its parts. */
const PARTS_OF_DAY =
  /(?<![今昨明前后]天|[今昨明]日|[日号])(?:上午|中午|下午|傍晚|晚上)|(?:存在|遇到|碰到)?的?(?:问题|困难)(?:主要)?就?是|明天(?=打算|准备|计划|接着|继续|再)/g;
function wholeDay(body: string): boolean {
  const noon = Math.max(body.indexOf('上午'), body.indexOf('早上'));
  return noon >= 0 && body.indexOf('下午', noon) > noon;
}

const LONG = 15;
/** A long stretch without a mark is speech: cut it where speakers draw breath. */
function soften(text: string, clause: Clause, splitters: RegExp, out: Clause[]): void {
  const body = text.slice(clause.from, clause.to);
  const day = clause.to - clause.from > LONG && wholeDay(body);
  if (clause.to - clause.from <= LONG || (body.includes(' ') && !day)) {
    out.push(clause);
    return;
  }
  let from = 0;
  let first = true;
  for (const at of day ? breathsOfDay(body, splitters) : breaths(body, splitters)) {
    if (at <= from) continue;
    out.push(part(clause, from, at, first));
    from = at;
    first = false;
  }
  out.push(part(clause, from, body.length, first));
}

function breaths(body: string, splitters: RegExp): number[] {
  return matches(splitters, body).map((m) => m.index);
}

/** Both, but for a splitter inside the words that open a part: "问题就是" is one. */
function breathsOfDay(body: string, splitters: RegExp): number[] {
  const parts = matches(PARTS_OF_DAY, body).map((m) => ({ from: m.index, to: m.index + m[0].length }));
  const others = breaths(body, splitters).filter((at) => !parts.some((p) => at > p.from && at < p.to));
  return [...parts.map((p) => p.from), ...others].sort((a, b) => a - b);
}

function part(clause: Clause, from: number, to: number, first: boolean): Clause {
  const at = { from: clause.from + from, to: clause.from + to };
  return {
    from: at.from,
    to: at.to,
    line: clause.line,
    before: first ? clause.before : '~',
    marker: first ? clause.marker : undefined,
    depth: clause.depth,
    start: first ? clause.start : at.from,
  };
}
