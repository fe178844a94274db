import { markerAt } from '../clauses.js';
import type { Compiled } from '../compiled.js';
import type { Message } from '../document.js';
import { among, isHan, type Span } from '../span.js';
import type { Value } from '../draft.js';

const isAround = among(',。;:!?、.-—•·~');

/** The sender's own words without list mark and final punctuation. */
export function tidy(text: string): string {
  const line = text.includes('\n') ? text.replace(/[ \t]*\n[ \t]*/g, ' ') : text;
  let from = 0;
  let to = line.length;
  while (from < to && isMark(line, from, isFront)) from++;
  while (to > from && isMark(line, to - 1, isBack)) to--;
  // A bracket that lost its partner in the cutting.
  if (from < to && '（('.includes(line[from]!) && !holds(line, from, to, '）)')) from++;
  if (from < to && '）)'.includes(line[to - 1]!) && !holds(line, from, to, '（(')) to--;
  return line.slice(from, to).trim();
}

const FRONT = '，,。；;：:、•·~★☆◆■●▲▶►▷▸▹◎⊙◉◈▼';
const isFront = among(FRONT);
const isBack = among(`${FRONT}.|｜／`);

function isMark(text: string, at: number, marks: (unit: number) => boolean): boolean {
  const unit = text.charCodeAt(at);
  return !isHan(unit) && (marks(unit) || text[at]!.trim() === '');
}

function holds(text: string, from: number, to: number, chars: string): boolean {
  for (let at = from; at < to; at++) if (chars.includes(text[at]!)) return true;
  return false;
}

/** 无, 没有, 正常, ————: nothing to report. */
export function isNone(text: string, compiled: Compiled): boolean {
  let from = 0;
  let to = text.length;
  while (from < to && isMark(text, from, isAround)) from++;
  while (to > from && isMark(text, to - 1, isAround)) to--;
  if (to > from && '了的啊呢'.includes(text[to - 1]!)) to--;
  const bare = text.slice(from, to);
  return bare === '' || /^[/\\—\-_无]+$/.test(bare) || compiled.list('none').has(bare);
}

const isFresh = among(' ;。,:\n');

/** The items of a labelled text: one per list mark, per line or per semicolon. "1、…2、…" goes on without a break. */
export function readItems(
  message: Message,
  span: Span,
  field: string,
  compiled: Compiled,
  listed = false,
): Value[] {
  const { text, plain } = message;
  const cuts: number[] = [];
  const starts: number[] = [span.from];
  let lineStart = true;
  let counted = 0;
  for (let at = span.from; at < span.to; at++) {
    const char = text[at]!;
    if (char === '\n' || char === ';' || char === '；' || (listed && char === '、')) {
      cuts.push(at);
      starts.push(at + 1);
      lineStart = char === '\n';
      continue;
    }
    // ② needs no break in front of it.
    const fresh =
      lineStart || at === span.from || isFresh(text.charCodeAt(at - 1)) || (char >= '①' && char <= '⑳');
    if (fresh || counted > 0) {
      const marker = markerAt(text, at, lineStart || at === span.from);
      const next = marker && (fresh || (marker.number === counted + 1 && !isNumeral(text[at - 1]!)));
      if (next && marker.to <= span.to) {
        counted = marker.number;
        if (at > starts.at(-1)!) {
          cuts.push(at);
          starts.push(marker.to);
        } else starts[starts.length - 1] = marker.to;
        at = marker.to - 1;
        lineStart = false;
        continue;
      }
    }
    if (char !== ' ' && char !== '\t') lineStart = false;
  }
  cuts.push(span.to);
  const out: Value[] = [];
  starts.forEach((from, i) => {
    const to = cuts[i]!;
    if (to <= from) return;
    const value = tidy(plain.slice(from, to));
    if (value === '' || isNone(text.slice(from, to), compiled) || /^[XＸx×_\s]+$/.test(value)) return;
    out.push({ value, from, to, rule: `label:${field}`, certainty: 'stated' });
  });
  return out;
}

const isNumeral = (char: string): boolean => /[\d.第一二三四五六七八九十]/.test(char);
