import { readMoney, readNumber } from '../values/index.js';
import type { CompiledField } from '../compiled.js';
import { passesIn } from '../gate.js';
import type { Span } from '../span.js';
import type { Draft, Stretch, Value } from '../draft.js';
import type { Message } from '../document.js';
import type { ReadContext } from './context.js';
import { isSpread, isSure } from './figures.js';

/** "务工24000 养殖6000 低保0" → {务工: 24000, …}; for counts "脱贫户12户监测户3户". Values go under `field.item`. */
export function findAmounts(c: ReadContext, field: CompiledField, span: Span, draft: Draft): void {
  if (!passesIn(c.message, field.wordsGate, span.from, span.to)) return;
  const body = c.message.text.slice(span.from, span.to);
  const counts = field.def.type === 'counts';
  field.words!.lastIndex = 0;
  for (let m = field.words!.exec(body); m; m = field.words!.exec(body)) {
    const to = m.index + m[0].length;
    const ahead = counts ? COUNTED_AHEAD.exec(body.slice(Math.max(0, m.index - AHEAD), m.index)) : null;
    if (ahead) {
      const name = `${field.name}.${field.codeOf.get(m[0])!}`;
      if (!draft.values.has(name))
        draft.values.set(name, {
          value: Number(ahead[1]),
          from: span.from + m.index - ahead[0].length,
          to: span.from + to,
          rule: 'counts:ahead',
          certainty: 'stated',
        });
      continue;
    }
    const gap = counts
      ? /^(?:[:：,\s]|共|有|走访|计|约|为|的|是)*/
      : /^(?:(?:性|收入|年收入|补贴|金|款|钱|约|大概|一年|每年|全年|为|是|有|得|挣了?|卖了?|[:：\s])*)/;
    let at = to + gap.exec(body.slice(to, to + 12))![0].length;
    const worked = counts ? null : WORKED_OUT.exec(body.slice(at, at + 40));
    // "2×1560" without what comes out of it is no figure that anybody stated.
    if (worked && worked[1] === undefined) continue;
    if (worked) at += worked[0].length;
    const rest = body.slice(at, at + 20);
    if (
      !/^[\d一二两三四五六七八九十百千万零]/.test(rest) ||
      /^[一二三四五六七八九十两]{1,2}(?!万|千|百|户)/.test(rest)
    )
      continue;
    const found = counts ? readNumber(rest) : readMoney(rest, { unit: 1 });
    if (!found || found.from > 0) continue;
    const tail = rest.slice(found.to, found.to + 1);
    if (counts ? !/^[户家,、;。\s()]?$/.test(tail) : /[亩头只人口岁个月年棵斤羽袋天号日户%]/.test(tail))
      continue;
    // A wage by the month is no income of the year.
    if (!counts && /(?:月|每月|个月)$/.test(body.slice(Math.max(0, m.index - 3), m.index))) continue;
    const figure = { from: span.from + at + found.from, to: span.from + at + found.to };
    if (!isSure(c.message, field, figure, draft)) continue;
    const item = field.codeOf.get(m[0])!;
    const name = `${field.name}.${counts ? item : m[0]}`;
    if (!draft.values.has(name))
      draft.values.set(name, {
        value: found.value,
        from: span.from + m.index,
        to: span.from + at + found.to,
        rule: field.def.type,
        certainty: 'stated',
      });
    field.words!.lastIndex = at + found.to;
  }
}

/** "2×1560=3120", "2人×130元×12月=3120": the sum is what stands behind it. */
const WORKED_OUT =
  /^\d[\d.]*\s?[\u4e00-\u9fff]{0,2}(?:\s?[×✕*xX]\s?\d[\d.]*\s?[\u4e00-\u9fff]{0,2}){1,3}\s?([=＝]\s?(?=\d))?/;
/** "剩下11户是一般户": the number stands first. */
const COUNTED_AHEAD = /(?<!\d)(\d{1,4})\s?[户家](?:都|均|全)?(?:是|为|属于?)$/;
const AHEAD = 12;

/** "种梨32000元" beside "养老金2640元": where one item is known, what stands beside it in the same shape is another. */
export function readOpenAmounts(field: CompiledField, draft: Draft, message: Message): void {
  const prefix = `${field.name}.`;
  const known: Value[] = [];
  for (const [name, v] of draft.values) if (name.startsWith(prefix)) known.push(v);
  if (known.length === 0) return;
  for (const s of draft.stretches.flatMap((stretch) => listed(stretch, message.text))) {
    if (known.some((v) => v.from < s.to && v.to > s.from)) continue;
    const found = field.open!.exec(message.text.slice(s.from, s.to));
    const item = found?.groups?.['k'];
    const money = found && readMoney(found.groups!['v']!, { unit: 1 });
    if (item === undefined || !money || draft.values.has(prefix + item) || isSpread(message, s)) continue;
    draft.values.set(prefix + item, {
      value: money.value,
      from: s.from,
      to: s.to,
      rule: 'amounts:open',
      certainty: 'stated',
    });
  }
}

/** The entries of "务工31000、卖鸡2200"; the name in front is no part of the first. */
function listed(stretch: Stretch, text: string): Span[] {
  const out: Span[] = [];
  let from = stretch.quote ?? stretch.from;
  for (let at = from; at <= stretch.to; at++) {
    if (at < stretch.to && text[at] !== '、' && text[at] !== '+') continue;
    if (at > from) out.push({ from, to: at });
    from = at + 1;
  }
  return out;
}
