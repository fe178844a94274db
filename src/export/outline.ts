import type { ExportStore } from '../core/export.js';
import type { CountQuery, Dimension, Place, StatusPeriod } from '../core/status.js';
import { headingNumber, renderDocx, type Block } from '../render/index.js';
import { countKnown, countOf, type Metric } from '../status/index.js';
import { planLines, sumLines } from './outline-plans.js';
import type { OutlineDefinition } from './outline-schema.js';

/** Whom a paper is about: a unit, whose reports and tasks are taken, or a place. */
export interface About {
  unit?: string | undefined;
  place: Place;
  period: StatusPeriod;
}

/** What nobody has said stays to be filled in by whoever signs the paper. */
const BLANK = '【待填】';
const MOST_LINES = 40;

type Section = OutlineDefinition['sections'][number];

/** The paper as a .docx draft. Only what is in the ledger stands in it; nothing is rephrased. */
export async function outlineOf(
  definition: OutlineDefinition,
  about: About,
  metrics: ReadonlyMap<string, Metric>,
  store: Pick<ExportStore, 'rows' | 'count'>,
  today: string,
): Promise<Uint8Array> {
  const blocks: Block[] = [];
  for (const [i, section] of definition.sections.entries()) {
    blocks.push({ type: 'heading', level: 1, text: `${headingNumber(1, i + 1)}${section.title}` });
    const lines = await linesOf(section, about, metrics, store, { ledgers: definition.ledgers, today });
    for (const line of lines.length > 0 ? lines : [BLANK]) blocks.push({ type: 'paragraph', text: line });
  }
  const name = about.unit ?? about.place.title;
  return renderDocx({
    title: `${name}\n${definition.title}\n（${about.period.title}）`,
    blocks,
    signature: name,
    date: today,
  });
}

/** The lines of one section, in the order of its definition. */
export async function linesOf(
  section: Section,
  about: About,
  metrics: ReadonlyMap<string, Metric>,
  source: Pick<ExportStore, 'rows' | 'count'>,
  { ledgers, today }: { ledgers?: OutlineDefinition['ledgers']; today: string },
): Promise<string[]> {
  const store = { rows: source.rows, count: (query: CountQuery) => source.count({ on: today, ...query }) };
  const figures: string[] = [];
  for (const id of section.by === undefined ? section.figures : [])
    figures.push(await figureOf(metrics.get(id)!, about, metrics, store));
  const lines: string[] =
    section.by !== undefined
      ? await linesBy(section.by, section.figures, about, metrics, store)
      : figures.length > 0
        ? [`${figures.join('，')}。`]
        : [];
  for (const from of section.texts) lines.push(...(await textsOf(from, about, store)));
  for (const ledger of section.items) lines.push(...(await itemsOf(ledger, about, store)));
  for (const id of section.plans)
    lines.push(...(await planLines({ ledger: id, rule: ledgers?.get(id)?.pace, today }, about, store)));
  for (const id of section.sums)
    lines.push(...(await sumLines({ ledger: id, rule: ledgers?.get(id)?.adds }, about, store)));
  return lines.length > MOST_LINES
    ? [...lines.slice(0, MOST_LINES), `还有${lines.length - MOST_LINES}条`]
    : lines;
}

/** 青禾镇：还没走访3户，没销号2个。 What nobody there has said is left out, not said as none. */
async function linesBy(
  by: Dimension,
  figures: readonly string[],
  { place, period }: About,
  metrics: ReadonlyMap<string, Metric>,
  { count }: Pick<ExportStore, 'count'>,
): Promise<string[]> {
  const said = new Map<string, string[]>();
  for (const id of figures) {
    const metric = metrics.get(id)!;
    const timed = metric.day === 'none' && !metric.without ? {} : { period };
    const { parts } = await count({ count: countOf(metric), place, filter: [], by, ...timed });
    for (const { name, value } of parts)
      said.set(name, [...(said.get(name) ?? []), `${metric.title}${value}${metric.unit}`]);
  }
  return [...said]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b, 'zh'))
    .map(([name, words]) => `${name || '没写地方的'}：${words.join('，')}。`);
}

async function figureOf(
  metric: Metric,
  { place, period }: About,
  metrics: ReadonlyMap<string, Metric>,
  { count }: Pick<ExportStore, 'count'>,
): Promise<string> {
  const { counted, base, less, unfilled } = await countKnown(metric, metrics, (one, counting) =>
    count({
      count: counting,
      place,
      filter: [],
      ...(one.day === 'none' && !one.without ? {} : { period }),
    }),
  );
  const blank = unfilled.value ?? 0;
  const notes = [
    ...(base?.value === undefined
      ? []
      : [
          `${metric.baseTitle ?? ''}${less && 'households' in metric.of ? '已填' : ''}${base.value}${metric.unit}`,
        ]),
    ...(blank > 0 ? [`另有${blank}${metric.unit}${metric.unsaid}，不在内`] : []),
  ];
  const note = notes.length > 0 ? `（${notes.join('；')}）` : '';
  return `${metric.title}${counted.value ?? BLANK}${metric.unit}${note}`;
}

async function textsOf(
  { records, field, signed }: Section['texts'][number],
  about: About,
  { rows }: Pick<ExportStore, 'rows'>,
): Promise<string[]> {
  const { from, to } = about.period;
  const lines: string[] = [];
  for await (const row of rows({ from: { records }, place: about.place, period: { from, to } })) {
    const data = row['data'] as Record<string, unknown>;
    if (about.unit !== undefined && !sameUnit(data['unit'], about.unit)) continue;
    if (signed && row['signed'] !== true) continue;
    lines.push(...[data[field] ?? []].flat().filter((one) => typeof one === 'string'));
  }
  return [...new Set(lines)];
}

async function itemsOf(ledger: string, about: About, { rows }: Pick<ExportStore, 'rows'>): Promise<string[]> {
  const lines: { number: number; text: string }[] = [];
  for await (const row of rows({ from: { items: ledger }, place: about.place })) {
    const units = [row['leadUnit'], ...((row['units'] as unknown[] | null) ?? [])];
    if (row['closedAt'] !== null && row['closedAt'] !== undefined) continue;
    if (about.unit !== undefined && !units.some((one) => sameUnit(one, about.unit!))) continue;
    const number = typeof row['number'] === 'number' ? row['number'] : undefined;
    const due = typeof row['nextDue'] === 'string' ? `（时限${row['nextDue']}）` : '';
    const text = `${number === undefined ? '' : `${number}号`}${String(row['title'])}${due}`;
    lines.push({ number: number ?? Infinity, text });
  }
  return lines.sort((a, b) => a.number - b.number).map((line) => line.text);
}

/** 水利局 and 县水利局 are one, as are a town and its government; two units of which one name is part of the other in the middle are not. */
export function sameUnit(written: unknown, unit: string): boolean {
  if (typeof written !== 'string' || written.length < 3) return false;
  const [one, other] = [unit.replace(GOVERNMENT, ''), written.replace(GOVERNMENT, '')];
  return one.endsWith(other) || other.endsWith(one);
}
const GOVERNMENT = /(?<=[镇乡村]|街道)(?:党委|人民)?(?:政府|委员会|村民委员会|两委|党委)$/u;

const UNIT =
  /[\u4e00-\u9fff]{2,14}?(?:局|办公室|办(?!公室|事)|委员会|委(?!员)|部(?!门)|中心|政府|院|联合会|妇联|残联|站)/u;

/** The unit that a request names, without the words that ask. */
export function unitIn(text: string, asking: readonly string[]): string | undefined {
  let rest = text.replace(/@\S+\s?/g, '');
  for (const word of [...asking].sort((a, b) => b.length - a.length)) rest = rest.replaceAll(word, ' ');
  return UNIT.exec(rest)?.[0];
}
