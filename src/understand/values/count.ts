import { fold, skipSpaces } from './chars.js';
import { inRange, nameBefore, numerals, roughly, unitAt } from './quantity.js';
import type { Found } from './types.js';

const CLASSIFIER = /[个名口位户]/;

/**
 * The first count of one of `units` (longest first): "12户", "三口人", "两个娃" for 娃, "共41户". Ordinals (第2户), ranges (1-2户)
 * and people's names (张三户) count nothing.
 */
export function readCount(text: string, units: readonly string[]): Found<number> | undefined {
  const folded = fold(text);
  for (const numeral of numerals(folded)) {
    const { from, to } = numeral;
    if (numeral.high !== undefined || folded[from - 1] === '第' || folded[from - 1] === '.') continue;
    const at = skipSpaces(folded, to);
    const unit =
      unitAt(folded, at, units) ??
      (CLASSIFIER.test(folded[at] ?? '') ? unitAt(folded, at + 1, units) : undefined);
    if (unit === undefined || inRange(folded, from, to)) continue;
    if (numeral.han && to - from === 1 && nameBefore(folded, from)) continue;
    if (unit.unit === '户' && '主籍口型类名均头'.includes(folded[unit.to] ?? '\n')) continue;
    if (/[人口]$/.test(unit.unit) && /^(?:均|民币|居|口数)/.test(folded.slice(unit.to, unit.to + 2)))
      continue;
    const value = numeral.value;
    if (!Number.isInteger(value)) continue;
    const found: Found<number> = {
      value,
      from,
      to: unit.to,
      rule: `count:${unit.unit}`,
      certainty: 'stated',
    };
    if (numeral.approximate || roughly(folded, from, unit.to)) found.flags = ['approximate'];
    return found;
  }
  return undefined;
}
