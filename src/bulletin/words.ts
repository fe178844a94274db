import type { BulletinFigures, Issue } from '../core/bulletin.js';
import type { HouseholdIndex } from '../core/household.js';
import { findNumbers } from '../understand/values/index.js';
import { miscounts } from './arithmetic.js';

/** Why a text may not stand in an issue. Empty: it may. */
export type Objection =
  | { type: 'number'; written: string } // a number that nobody computed
  | { type: 'rank'; written: string } // units or people would be set against each other
  | { type: 'household'; name: string } // a household would be named to everybody
  | { type: 'miscount'; text: string; stated: number; computed: number };

/** What is wrong with a text that a person put in the place of a computed one. Words are free, numbers and names are not. */
export function objections(
  text: string,
  issue: Pick<Issue, 'figures' | 'from' | 'to'>,
  register: HouseholdIndex,
): Objection[] {
  const known = numbersOf(issue.figures);
  const found: Objection[] = [];
  for (const { value, from, to } of findNumbers(withoutDates(text)))
    if (!known.has(value)) found.push({ type: 'number', written: text.slice(from, to) });
  for (const [written] of text.matchAll(LIKE_A_NUMBER)) found.push({ type: 'number', written });
  for (const [written] of text.matchAll(RANKS)) found.push({ type: 'rank', written });
  const closed = text.replace(/[\s\u3000·.]+/gu, '');
  for (let i = 0; i < closed.length; i++) {
    const named = register.nameAt(closed, i);
    if (!named) continue;
    found.push({ type: 'household', name: named.name });
    i += named.name.length - 1;
  }
  for (const { text: sentence, stated, computed } of miscounts(text))
    found.push({ type: 'miscount', text: sentence, stated, computed });
  return found;
}

/** Words that say a figure without digits. */
const LIKE_A_NUMBER =
  /[一两二三四五六七八九十数]番|翻番|[过近约]?半数|[一两二三四五六七八九十几]倍|[一二三四五六七八九]成(?!立|为|果|效|员|本|熟)/gu;
/** Words that rank: the rules against 指尖上的形式主义 allow none of units or people. */
const RANKS = /第一名|垫底|倒数|排名|名列|最好|最差|最懒|最慢|末位/gu;

/** Whether words set units or people against each other. */
export const ranks = (text: string): boolean => text.match(RANKS) !== null;

/** Dates, issue numbers and document numbers are no figures. Same length: places stay. */
function withoutDates(text: string): string {
  return text.replace(
    /\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日|底|中旬|上旬|下旬)?|第?\d{1,3}[期号]|〔\d{4}〕\d+|[一二三四五六七八九十]是|“[^”]*”/g,
    (found) => ' '.repeat(found.length),
  );
}

/** Every number that an issue computed, with the shares that go with them. */
function numbersOf(figures: BulletinFigures): Set<number> {
  const all = new Set<number>([0]);
  const add = (value: number | null) => {
    if (value !== null) all.add(value);
  };
  for (const section of figures.sections) {
    for (const figure of section.figures) {
      add(figure.value);
      add(figure.base);
      add(figure.before);
      if (figure.value !== null && figure.before !== null) add(Math.abs(figure.value - figure.before));
      if (figure.value !== null && figure.base) add(Math.round((figure.value / figure.base) * 1000) / 10);
      if (figure.unit === '元' && figure.value !== null) add(figure.value / 10_000);
    }
    for (const row of section.table?.rows ?? []) row.values.forEach(add);
    section.table?.total.forEach(add);
  }
  for (const one of figures.corrections) {
    add(one.was);
    add(one.is);
  }
  for (const list of Object.values(figures.reports ?? {})) add((list as string[]).length);
  return all;
}

/** The objection as the clerk reads it. */
export function objectionText(one: Objection): string {
  if (one.type === 'number') return `数字“${one.written}”不是算出来的`;
  if (one.type === 'rank') return `“${one.written}”是排名的话`;
  if (one.type === 'household') return `写了户主姓名“${one.name}”`;
  return `“${one.text}”里写的是${one.stated}，按文中数字应是${one.computed}`;
}
