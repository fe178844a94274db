import type {
  BulletinFigures,
  BulletinSection,
  Correction,
  Difference,
  Figure,
  FigureTable,
  Issue,
  ReportsIn,
} from '../core/bulletin.js';
import type { Counted, CountQuery, Dimension, Place, StatusPeriod } from '../core/status.js';
import { countKnown, countOf, isBlankPlace, type Known, type Metric } from '../status/index.js';
import type { BulletinDefinition, SectionDefinition } from './schema.js';
import type { Term } from './term.js';

/** A number that a unit stated in its report. */
export interface Stated {
  unit: string;
  label: string;
  value: number;
  messageId: string;
  from: string; // the days that the report is about, both included
  to: string;
  place: Place | undefined; // the town or village of that name; undefined for an office of the county
}

export interface CompileDeps {
  metrics: ReadonlyMap<string, Metric>;
  count(query: CountQuery): Promise<Counted>;
  /** Approved issues of this kind, newest first. */
  earlier: readonly Issue[];
  stated: readonly Stated[];
  reports?: ReportsIn | undefined;
}

const COUNTY: Place = { towns: [], villages: [], title: '全县' };
/** Issues back in which something may still turn out to have been another number. */
const LOOK_BACK = 4;

/** Every figure of an issue, as of its cut-off, and what has changed in the issues before. Nothing is typed. */
export async function compileIssue(
  definition: BulletinDefinition,
  term: Term,
  deps: CompileDeps,
): Promise<BulletinFigures> {
  const before = deps.earlier[0];
  const sections: BulletinSection[] = [];
  for (const section of definition.sections) sections.push(await compileSection(section, term, deps, before));
  return {
    sections,
    corrections: await corrections(definition, term, deps),
    differences: await differences(definition, term, deps),
    reports: deps.reports,
    doubts: sections.flatMap(doubtsOf),
  };
}

async function compileSection(
  section: SectionDefinition,
  term: Term,
  deps: CompileDeps,
  before: Issue | undefined,
): Promise<BulletinSection> {
  const figures: Figure[] = [];
  for (const id of section.figures) {
    const metric = deps.metrics.get(id)!;
    const { counted, base, unfilled } = await knownOf(metric, term, COUNTY, deps);
    figures.push({
      id,
      title: metric.title,
      unit: metric.unit,
      value: counted.value ?? null,
      unknown: counted.unknown + (unfilled.value ?? 0),
      base: base?.value ?? null,
      baseTitle: metric.baseTitle ?? '',
      before: figureOf(before, section.id, id)?.value ?? null,
    });
  }
  const table = section.table && (await compileTable(section.table, term, deps));
  return { id: section.id, title: section.title, figures, ...(table ? { table } : {}) };
}

async function compileTable(
  table: NonNullable<SectionDefinition['table']>,
  term: Term,
  deps: CompileDeps,
): Promise<FigureTable> {
  const known: Known[] = [];
  for (const id of table.figures)
    known.push(await knownOf(deps.metrics.get(id)!, term, COUNTY, deps, table.by));
  const columns = known.map((one) => one.counted);
  const names = [...new Set(columns.flatMap((column) => column.parts.map((part) => part.name)))].sort(
    (a, b) => a.localeCompare(b, 'zh'),
  );
  const metrics = table.figures.map((id) => deps.metrics.get(id)!);
  return {
    by: table.by,
    head: [HEADS[table.by], ...metrics.map((m) => `${m.title}（${m.unit}）`)],
    // A sum that nobody stated stays empty; of things that can be counted there were none.
    rows: names.map((name) => ({
      name,
      values: columns.map(
        (column, i) =>
          column.parts.find((part) => part.name === name)?.value ??
          (metrics[i]!.measure.count && !isBlankPlace(known[i]!, name) ? 0 : null),
      ),
    })),
    total: columns.map((column) => column.value ?? null),
  };
}

/** A figure with its base by the rows that say it. */
const knownOf = (
  metric: Metric,
  term: Parameters<typeof queryOf>[1],
  place: Place,
  deps: Pick<CompileDeps, 'metrics' | 'count'>,
  by?: Dimension,
): Promise<Known> =>
  countKnown(metric, deps.metrics, (of, count) => deps.count({ ...queryOf(of, term, place, by), count }));

const HEADS: Record<Dimension, string> = { town: '乡镇', village: '村', group: '组', category: '户类型' };

/** Whether a figure says how things stand at the cut-off, not what happened in the days before. */
export const isStanding = ({ day, without }: Metric): boolean => day === 'none' && !without;
const isLatest = ({ of: source }: Metric): boolean => 'records' in source && source.latest === true;

/** What a figure of an issue counts: as of its cut-off, of a place. */
export function queryOf(
  metric: Metric,
  term: Pick<Term, 'from' | 'to'> & { cutOff?: Date },
  place: Place,
  by?: Dimension,
): CountQuery {
  // Of what is told again and again, the last word up to the last day of the term.
  const period: StatusPeriod | undefined =
    isStanding(metric) && !isLatest(metric) ? undefined : { from: term.from, to: term.to, title: '' };
  return {
    count: countOf(metric),
    place,
    period,
    filter: [],
    by,
    until: term.cutOff,
  };
}

/**
 * What turned out after the cut-off of earlier issues: the number as it would be said now, against what was said last.
 * Only numbers of a period: how things stand now is this issue's own business.
 */
async function corrections(
  definition: BulletinDefinition,
  term: Term,
  deps: CompileDeps,
): Promise<Correction[]> {
  const found: Correction[] = [];
  const recent = deps.earlier.slice(0, LOOK_BACK);
  for (const issue of recent) {
    for (const section of definition.sections) {
      for (const id of section.figures) {
        const metric = deps.metrics.get(id)!;
        const figure = figureOf(issue, section.id, id);
        if (!figure || metric.day === 'none' || issue.held.includes(section.id)) continue;
        const now = await deps.count(
          queryOf(metric, { from: issue.from, to: issue.to, cutOff: term.cutOff }, COUNTY),
        );
        const was = lastSaid(recent, issue, section.id, figure);
        const is = now.value ?? null;
        if (is !== was)
          found.push({
            number: issue.number,
            section: section.id,
            title: metric.title,
            unit: metric.unit,
            metric: id,
            was,
            is,
          });
      }
    }
  }
  return found;
}

/** The number as it was said last: in the issue itself, or as a later one corrected it. */
function lastSaid(issues: readonly Issue[], issue: Issue, section: string, figure: Figure): number | null {
  const later = issues
    .filter((one) => one.number > issue.number || one.year > issue.year)
    .flatMap((one) => one.figures.corrections)
    .find((one) => one.number === issue.number && one.section === section && one.metric === figure.id);
  return later ? later.is : figure.value;
}

function figureOf(issue: Issue | undefined, section: string, id: string): Figure | undefined {
  return issue?.figures.sections.find((one) => one.id === section)?.figures.find((one) => one.id === id);
}

/** What units stated and the ledger does not bear out. Nobody's number is changed for it. */
async function differences(
  definition: BulletinDefinition,
  term: Term,
  deps: CompileDeps,
): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const one of deps.stated) {
    const rule = definition.stated.find((rule) => rule.labels.includes(one.label));
    const metric = rule && deps.metrics.get(rule.metric);
    if (!metric || !one.place) continue;
    const days = { from: one.from, to: one.to, cutOff: term.cutOff };
    const computed = (await knownOf(metric, days, one.place, deps)).counted.value ?? null;
    if (computed !== one.value)
      found.push({ unit: one.unit, title: one.label, stated: one.value, computed, messageId: one.messageId });
  }
  return found;
}

/** What cannot be: parts that do not make up their whole, a part larger than its base. */
function doubtsOf(section: BulletinSection): string[] {
  const doubts: string[] = [];
  for (const figure of section.figures)
    if (figure.value !== null && figure.base !== null && figure.value > figure.base)
      doubts.push(
        `${section.title}：${figure.title}${figure.value}${figure.unit}，比${figure.baseTitle}${figure.base}${figure.unit}还多`,
      );
  section.table?.total.forEach((total, i) => {
    const parts = section.table!.rows.reduce((sum, row) => sum + (row.values[i] ?? 0), 0);
    if (total !== null && parts !== total)
      doubts.push(`${section.title}：${section.table!.head[i + 1]!}各处相加是${parts}，合计是${total}`);
  });
  return doubts;
}
