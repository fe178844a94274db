import type { Figure, Issue } from '../core/bulletin.js';
import type { Chart, Picture } from '../render/index.js';
import { toLocal } from '../core/time.js';
import type { BulletinDefinition } from './schema.js';

type Render = (template: string, data: object) => string;

/** Rows of a table that a phone still shows. */
const PICTURE_ROWS = 40;

/** The sections of an issue that are published, with their words: the clerk's where there are some, else the computed. */
export function sectionsOf(issue: Issue, render: Render): { id: string; title: string; text: string }[] {
  return issue.figures.sections
    .filter((section) => !issue.held.includes(section.id))
    .map((section) => ({
      id: section.id,
      title: section.title,
      text: issue.words[section.id] ?? render('bulletin-section', { figures: section.figures.map(shown) }),
    }));
}

/** The text for the groups. */
export function groupText(
  definition: BulletinDefinition,
  issue: Issue,
  number: number,
  render: Render,
): string {
  return render(definition.template, {
    ...headOf(definition, issue, number),
    sections: sectionsOf(issue, render),
    reports: reportsOf(issue),
    corrections: issue.figures.corrections.map((one) => ({ ...one, was: one.was ?? '', is: one.is ?? '' })),
  });
}

/** What the clerk is to look at before approving, beyond the text itself: never for the groups. */
export function remarks(issue: Issue, render: Render): string {
  const { differences, doubts } = issue.figures;
  return render('bulletin-remarks', {
    differences: differences.map((one) => ({ ...one, computed: one.computed ?? '' })),
    doubts,
    reports: reportsOf(issue),
  });
}

/** One picture for the groups: the first table, drawn where the definition says so. */
export function pictureOf(definition: BulletinDefinition, issue: Issue, number: number): Picture | undefined {
  const section = issue.figures.sections.find((one) => one.table && !issue.held.includes(one.id));
  const table = section?.table;
  if (!table || table.rows.length === 0) return undefined;
  const rows = table.rows.slice(0, PICTURE_ROWS);
  const cell = (value: number | null): string => (value === null ? '—' : String(value));
  const drawn = definition.sections.find((one) => one.id === section.id)?.chart === true && rows.length > 1;
  const chart: Chart = {
    kind: 'bar',
    categories: rows.map((row) => row.name || '未写明'),
    series: [{ name: table.head[1]!, values: rows.map((row) => row.values[0] ?? null) }],
    unit: /（(.+)）$/.exec(table.head[1]!)?.[1] ?? '',
  };
  return {
    title: `${definition.title}（${definition.series}第${number}期）`,
    subtitle: section.title,
    ...(drawn ? { chart } : {}),
    table: {
      head: table.head,
      rows: [
        ...rows.map((row) => [row.name || '未写明', ...row.values.map(cell)]),
        ['合计', ...table.total.map(cell)],
      ],
      align: table.head.map((_, i) => (i === 0 ? 'left' : 'right')),
      totals: 1,
    },
    foot: `${issue.from}至${issue.to}，截至${toLocal(issue.cutOff).slice(0, 16).replace('T', ' ')}；${definition.issuer}`,
  };
}

function headOf(definition: BulletinDefinition, issue: Issue, number: number): object {
  return {
    title: definition.title,
    issuer: definition.issuer,
    series: definition.series,
    number,
    from: issue.from,
    to: issue.to,
    cutOff: toLocal(issue.cutOff).slice(0, 16),
  };
}

/** Which units' reports are in, as templates say it. */
export function reportsOf(issue: Issue): object {
  const { submitted = [], late = [], unsigned = [], missing = [] } = issue.figures.reports ?? {};
  return { asked: issue.figures.reports !== undefined, submitted, late, unsigned, missing };
}

function shown(figure: Figure): object {
  const { value, base, before } = figure;
  return {
    ...figure,
    rate: value !== null && base ? `${Math.round((value / base) * 1000) / 10}%` : '',
    difference: value !== null && before !== null ? value - before : null,
  };
}
