import { addDays, periodOf, type PeriodKind } from '../calendar/index.js';
import type { StatusPeriod } from '../core/status.js';
import { readPeriod } from '../understand/values/index.js';
import type { StatusDefinitions } from './load.js';
import type { Metric } from './schema.js';

const USUAL: Record<Exclude<Metric['period'], 'none'>, { kind: PeriodKind; title: string }> = {
  today: { kind: 'day', title: '今天' },
  'this-week': { kind: 'week', title: '本周' },
  'this-month': { kind: 'month', title: '本月' },
  'this-quarter': { kind: 'quarter', title: '本季度' },
  'this-year': { kind: 'year', title: '今年' },
};

/** The period that a question names, else the usual one of the number. `now`: local time. */
export function periodOfQuestion(
  text: string,
  usual: Metric['period'],
  now: string,
): { period?: StatusPeriod } {
  const stated = statedPeriod(text, now);
  if (stated.period || usual === 'none' || /累计|一共|总共|历史/.test(text)) return stated;
  const { kind, title } = USUAL[usual];
  const { from, to } = periodOf(kind, now.slice(0, 10));
  return { period: { from, to, title } };
}

export function statedPeriod(text: string, now: string): { period?: StatusPeriod } {
  const found = readPeriod(text, { sentAt: now });
  if (!found) return {};
  return { period: { ...found.value, title: text.slice(found.from, found.to) } };
}

/** What a question compares with, the period that goes with it, and the question without these words. */
export function compareIn(
  text: string,
  { definitions, now }: { definitions: StatusDefinitions; now: string },
): { compare?: StatusPeriod; now?: StatusPeriod; rest: string } {
  for (const [which, words] of Object.entries(definitions.words.compare)) {
    const word = words.find((one) => text.includes(one));
    if (word === undefined) continue;
    const kind = which === 'last-week' ? 'week' : 'month';
    const own = periodOf(kind, now.slice(0, 10));
    const before = periodOf(kind, addDays(own.from, -1));
    return {
      compare: { from: before.from, to: before.to, title: kind === 'week' ? '上周' : '上月' },
      now: { from: own.from, to: own.to, title: kind === 'week' ? '本周' : '本月' },
      rest: text.replace(word, ''),
    };
  }
  return { rest: text };
}
