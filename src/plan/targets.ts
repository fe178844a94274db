import { findNumbers } from '../understand/values/index.js';

const MEASURE =
  /^ ?(?:余|多)?(?:以上|以内|左右)?(?:%|个百分点|平方公里|平方米|立方米|公里|千米|公顷|万元|亿元|元|人次|户次|万人|万亩|人|户|个|所|座|处|条|项|名|头|只|羽|亩|吨|米|盏|套|台|辆|家|次|场|期|批|眼|口|宗|件|篇|支|村|度|千瓦|万袋|袋)/u;

/** The first quantity of some words with its unit: "建成5个以上示范点" is 5 个. Years and ordinals are none. */
export function targetOf(words: string): { value: number; unit: string } | undefined {
  for (const number of findNumbers(words)) {
    if (number.flags?.includes('range-lost-hyphen')) continue;
    const before = words.slice(Math.max(0, number.from - 1), number.from);
    if (/[第“"\-—~至(]/u.test(before)) continue;
    const after = words.slice(number.to);
    if (/^ ?(?:年|月|日|号|季度|-|--|—|~|至)/u.test(after)) continue;
    const unit = MEASURE.exec(after)?.[0].replace(/余|多|以上|以内|左右| /gu, '');
    if (unit) return { value: number.value, unit };
  }
  return undefined;
}
