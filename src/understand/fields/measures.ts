import { readMoney, readNumber } from '../values/index.js';
import type { CompiledField } from '../compiled.js';
import { matches } from '../matches.js';
import type { Span } from '../span.js';
import type { Draft } from '../draft.js';
import type { ReadContext } from './context.js';
import { isSure } from './figures.js';

const MEASURE =
  /(?:^|[\n;,，。；:：、)]|(?=[①-⑳])|(?<=[日号])[ \t])\s*(?:(?:\d{1,2}[.、)]|[①-⑳•●-])\s*)?(?:其中|本周|上周|本月|今日|今天|累计|已|共)?([\u4e00-\u9fff]{2,12}?)(?:\s?[:：]\s?|[ \t])?(?:共计?|累计|合计|约|[开办做搞]了|了)?(\d[\d,]*(?:\.\d+)?)(?!\d)\s?(万元|元|万|%|[\u4e00-\u9fff]{1,2})?(?=[\s\d,，;；。、()（）]|$)/g;
/** Words that carry no count of their own. */
const EMPTY =
  /^(?:今晚|明晚|今天|明天|上午|下午|晚上|第|每|其中|有|共|约|共计|合计|截至|时间|日期|电话|联系电话|序号|编号)$|月$|年$/;

const COUNT = /^[\u4e00-\u9fff]{2,12}\s?\d[\d,.]*\s?(?:万元|元|万|%|[\u4e00-\u9fff]{1,2})?$/;
/** "本周工作：院坝会4场，明白纸210份": what a label holds is figures where each of several words behind it is one. */
function listOfCounts(c: ReadContext, draft: Draft): void {
  for (const [name, list] of draft.lists) {
    const left = list.filter((v) => {
      const words = c.message.text
        .slice(v.from, v.to)
        .split(/[,、。]/)
        .filter((w) => w.trim() !== '');
      return !(v.rule.startsWith('label:') && words.length > 1 && words.every((w) => COUNT.test(w.trim())));
    });
    if (left.length === list.length) continue;
    if (left.length > 0) draft.lists.set(name, left);
    else draft.lists.delete(name);
  }
}

/** Whatever a report counts: "新增线索：2条", "走访农户386户", "矛盾调解2起". Money is in yuan. */
export function readMeasures(c: ReadContext, field: CompiledField, span: Span, draft: Draft): void {
  // What a label has taken as text is the sender's own list, not a figure of the report.
  listOfCounts(c, draft);
  const taken = [...draft.lists.values()].flat();
  for (const m of matches(MEASURE, c.message.text.slice(span.from, span.to))) {
    const from = span.from + m.index;
    const to = from + m[0].length;
    const name = `${field.name}.${m[1]!}`;
    if (EMPTY.test(m[1]!) || /^[年月日号]/.test(m[3] ?? '') || draft.values.has(name)) continue;
    if (taken.some((v) => to > v.from && to <= v.to + 1)) continue;
    if (!isSure(c.message, field, { from, to }, draft)) continue;
    const figure =
      m[3] === '万元' || m[3] === '万' ? readMoney(`${m[2]!}万元`, { unit: 1 }) : readNumber(m[2]!);
    if (figure)
      draft.values.set(name, { value: figure.value, from, to, rule: 'measures', certainty: 'stated' });
  }
}
