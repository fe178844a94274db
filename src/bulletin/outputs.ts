import type { BulletinLedger, Figure, Issue } from '../core/bulletin.js';
import type { OutgoingFile } from '../core/chat.js';
import type { FileRef } from '../core/files.js';
import { localDay } from '../core/time.js';
import {
  collect,
  headingNumber,
  renderDocx,
  renderPicture,
  renderXlsx,
  type Block,
  type Document,
  type Sheet,
} from '../render/index.js';
import type { BulletinDefinition } from './schema.js';
import { pictureOf, reportsOf, sectionsOf } from './view.js';

type Render = (template: string, data: object) => string;

const PNG = 'image/png';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const nameOf = (definition: BulletinDefinition, number: number): string =>
  `${definition.title}${definition.series}第${number}期`;

/** The picture for the groups; undefined where the issue has no table. */
export async function pictureFile(
  definition: BulletinDefinition,
  issue: Issue,
  number: number,
): Promise<OutgoingFile | undefined> {
  const picture = pictureOf(definition, issue, number);
  return (
    picture && { name: `${nameOf(definition, number)}.png`, type: PNG, bytes: await renderPicture(picture) }
  );
}

/** The issue for the files: an official document by GB/T 9704, and its figures as a workbook. */
export async function documentFiles(
  definition: BulletinDefinition,
  issue: Issue,
  number: number,
  render: Render,
): Promise<OutgoingFile[]> {
  const name = nameOf(definition, number);
  return [
    {
      name: `${name}.docx`,
      type: DOCX,
      bytes: await renderDocx(documentOf(definition, issue, number, render)),
    },
    { name: `${name}.xlsx`, type: XLSX, bytes: await collect(renderXlsx(sheetsOf(issue))) },
  ];
}

/** Keeps what is sent when an issue is approved: the picture for the groups, document and workbook for the files. */
export async function keepFiles(
  definition: BulletinDefinition,
  issue: Issue,
  number: number,
  render: Render,
  { keep }: Pick<BulletinLedger, 'keep'>,
): Promise<{ shown: FileRef[]; filed: FileRef[] }> {
  const picture = await pictureFile(definition, issue, number);
  const filed: FileRef[] = [];
  for (const file of await documentFiles(definition, issue, number, render)) filed.push(await keep(file));
  return { shown: picture ? [await keep(picture)] : [], filed };
}

/** The document: one heading a section, its words, its table; the signature of the office and the day it closed. */
export function documentOf(
  definition: BulletinDefinition,
  issue: Issue,
  number: number,
  render: Render,
): Document {
  const date = localDay(issue.cutOff);
  const code = definition.documentCode;
  const blocks = sectionsOf(issue, render).flatMap(({ id, title, text }, i): Block[] => {
    const table = issue.figures.sections.find((section) => section.id === id)?.table;
    return [
      { type: 'heading', level: 1, text: `${headingNumber(1, i + 1)}${title}` },
      ...text.split('\n').map((line): Block => ({ type: 'paragraph', text: line })),
      ...(table && table.rows.length > 0
        ? [
            {
              type: 'table' as const,
              head: table.head,
              rows: [
                ...table.rows.map((row) => [row.name || '未写明', ...row.values.map(said)]),
                ['合计', ...table.total.map(said)],
              ],
              align: table.head.map((_, column) => (column === 0 ? ('left' as const) : ('right' as const))),
            },
          ]
        : []),
    ];
  });
  return {
    head: definition.issuer,
    number: code === '' ? `${definition.series}第${number}期` : `${code}〔${issue.year}〕${number}号`,
    title: `${definition.title}\n（${definition.series}第${number}期）`,
    blocks: [...blocks, ...reportsIn(issue, blocks, render), ...correctionsOf(issue)],
    signature: definition.issuer,
    date,
    imprint: { office: definition.issuer, date },
  };
}

/** Which units' reports are in, by their names: a heading of its own behind the sections. */
function reportsIn(issue: Issue, before: readonly Block[], render: Render): Block[] {
  if (issue.figures.reports === undefined) return [];
  const sections = before.filter((block) => block.type === 'heading').length;
  const lines = render('bulletin-reports', { reports: reportsOf(issue) }).split('\n');
  const [title = '', ...words] = lines;
  return [
    { type: 'heading', level: 1, text: `${headingNumber(1, sections + 1)}${title}` },
    ...words.map((text): Block => ({ type: 'paragraph', text })),
  ];
}

function correctionsOf(issue: Issue): Block[] {
  return issue.figures.corrections.map((one) => ({
    type: 'paragraph',
    text: `更正：第${one.number}期“${one.title}”${said(one.was)}${one.unit}，截止后补报，现为${said(one.is)}${one.unit}。`,
  }));
}

const said = (value: number | null): string => (value === null ? '【待填】' : String(value));

/** One row a unit. */
function reportsSheet({ figures: { reports } }: Issue): Sheet[] {
  if (reports === undefined) return [];
  const states = [['已报', reports.submitted], ['迟报', reports.late], ['待签', reports.unsigned], ['未报', reports.missing]] as const; // prettier-ignore
  return [
    {
      name: '报送情况',
      columns: [
        { title: '单位', type: 'text', width: 24 },
        { title: '报送', type: 'text', width: 12 },
      ],
      rows: states.flatMap(([state, units]) => units.map((unit) => [unit, state])),
    },
  ];
}

/** Every figure with its base, and every table on a sheet of its own. */
function sheetsOf(issue: Issue): Sheet[] {
  const figures: Sheet = {
    name: '数据',
    columns: [
      { title: '节', type: 'text', width: 14 },
      { title: '指标', type: 'text', width: 18 },
      { title: '数值', type: 'number' },
      { title: '单位', type: 'text' },
      { title: '底数名称', type: 'text' },
      { title: '底数', type: 'number' },
      { title: '上期', type: 'number' },
      { title: '未写明条数', type: 'number' },
    ],
    rows: issue.figures.sections.flatMap((section) =>
      section.figures.map((f: Figure) => [
        section.title,
        f.title,
        f.value,
        f.unit,
        f.baseTitle,
        f.base,
        f.before,
        f.unknown,
      ]),
    ),
  };
  const tables = issue.figures.sections.flatMap(({ title, table }): Sheet[] =>
    table
      ? [
          {
            name: title,
            columns: table.head.map((head, i) => ({
              title: head,
              type: i === 0 ? ('text' as const) : ('number' as const),
              width: 16,
            })),
            rows: [
              ...table.rows.map((row) => [row.name || '未写明', ...row.values]),
              ['合计', ...table.total],
            ],
          },
        ]
      : [],
  );
  return [figures, ...tables, ...reportsSheet(issue)];
}
