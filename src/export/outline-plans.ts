import { familiesOf, type Added, type AddsRule, type Family } from '../core/adds.js';
import type { ExportStore } from '../core/export.js';
import { LIGHTS, paceOf, type Light, type Pace, type PaceRule } from '../core/pace.js';
import type { Place } from '../core/status.js';

/** Lines of a paper that compare: what was reported with the plan, what the parts say with the whole. */

type Rows = Pick<ExportStore, 'rows'>;
interface Where {
  place: Place;
}

const COLOURS: Record<Light, string> = { green: '绿', yellow: '黄', red: '红', unsaid: '没报过' };
/** A plan is read at a glance: of more nodes than this only the next ones stand in the paper. */
const NODES = 6;

/** 3号产业路：6月1日至8月31日，应到45%，报了30%，落后15个点（黄）；往后6月5日50%… The worst first. */
export async function planLines(
  { ledger, rule, today }: { ledger: string; rule: PaceRule | undefined; today: string },
  { place }: Where,
  { rows }: Rows,
): Promise<string[]> {
  if (!rule) return [];
  const found: { pace: Pace; text: string }[] = [];
  for await (const row of rows({ from: { items: ledger }, place })) {
    if (typeof row['closedAt'] === 'string') continue;
    const nextDue = textOf(row['nextDue']);
    const milestones = (row['milestones'] as { due?: string; soft?: boolean }[] | null) ?? [];
    const soft = milestones.some((one) => one.soft === true && one.due === nextDue);
    const data = (row['data'] ?? {}) as Record<string, unknown>;
    const pace = paceOf(rule, { data, openedOn: textOf(row['openedAt']).slice(0, 10), nextDue, soft }, today);
    if (pace) found.push({ pace, text: planLine(row, pace, rule, today) });
  }
  const order = (light: Light): number => -LIGHTS.indexOf(light === 'unsaid' ? 'green' : light);
  return found
    .sort((a, b) => order(a.pace.light) - order(b.pace.light) || b.pace.behind - a.pace.behind)
    .map(({ text }) => text);
}

function planLine(
  row: Readonly<Record<string, unknown>>,
  pace: Pace,
  { unit }: PaceRule,
  today: string,
): string {
  const { from, to, planned, done, behind, light, nodes } = pace;
  const said = done === undefined ? '' : `，报了${done}${unit}`;
  const apart = behind > 0 ? `，落后${behind}个点` : behind < 0 ? `，超前${-behind}个点` : '';
  const ahead = nodes.filter(({ due }) => due > today).slice(0, NODES);
  const next = ahead.map(({ due, value }) => `${monthDay(due)}${value}${unit}`).join('、');
  return `${nameOf(row)}：${monthDay(from)}至${monthDay(to)}，应到${planned}${unit}${said}${apart}（${COLOURS[light]}）${next && `；往后${next}`}`;
}

/** 3号行动 木耳栽植：目标8000亩，3个合计7500亩，差500亩；完成… What differs stands as it was said. */
export async function sumLines(
  { ledger, rule }: { ledger: string; rule: AddsRule | undefined },
  { place }: Where,
  { rows }: Rows,
): Promise<string[]> {
  if (!rule) return [];
  const items: { title: string; data: Record<string, unknown> }[] = [];
  for await (const row of rows({ from: { items: ledger }, place }))
    if (typeof row['closedAt'] !== 'string')
      items.push({ title: textOf(row['title']), data: (row['data'] ?? {}) as Record<string, unknown> });
  const under = (family: Family) => (family.under === '' ? Infinity : Number(family.under));
  return familiesOf(rule, items)
    .sort((a, b) => under(a) - under(b))
    .map((family) => {
      const head = family.under === '' || !rule.under ? '' : `${family.under}号${rule.under.word} `;
      const figures = family.figures.map((one) => addedWords(one, family)).filter((text) => text !== '');
      return `${head}${family.title}：${figures.join('；') || '没有报数'}`;
    });
}

function addedWords({ title, whole, sum, unsaid, differs }: Added, { unit, parts }: Family): string {
  const left = unsaid > 0 && sum !== undefined ? `（${unsaid}个没报）` : '';
  const together = sum === undefined ? '' : `${parts}个合计${sum}${unit}${left}`;
  if (whole === undefined) return together === '' ? '' : `${title}${together}`;
  const apart = differs ? `，对不上，差${Math.round(Math.abs(whole - sum!) * 100) / 100}${unit}` : '';
  return `${title}${whole}${unit}${together && `，${together}`}${apart}`;
}

function nameOf(row: Readonly<Record<string, unknown>>): string {
  return `${typeof row['number'] === 'number' ? `${row['number']}号` : ''}${textOf(row['title'])}`;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const monthDay = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
