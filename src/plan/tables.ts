import { actionOf } from './actions.js';
import type { Assignment } from './assignments.js';
import { personOf } from './assignments.js';
import type { PlanAction } from './draft.js';
import type { FoundAction } from './actions.js';
import type { Doubt } from './broken-dates.js';
import type { Dating } from './milestones.js';
import { valueOf } from './marks.js';
import { printed } from './print.js';
import { type FoundProblem, problemOf } from './problems.js';
import type { Line } from './source.js';
import { unitsOf } from './units.js';
import type { Vocabulary } from './vocabulary.js';
import type { Role } from './words.js';

interface Table {
  columns: (Role | undefined)[];
  rows: Line[];
}

/** The actions and problems of tables whose heads are known. */
export function tablesIn(
  lines: readonly Line[],
  dating: Dating,
  vocabulary: Vocabulary,
): {
  actions: FoundAction[];
  problems: FoundProblem[];
  doubts: Doubt[];
  lines: Set<number>;
  contents: Line[];
} {
  const actions: FoundAction[] = [];
  const problems: FoundProblem[] = [];
  const doubts: Doubt[] = [];
  const taken = new Set<number>();
  const contents: Line[] = [];
  for (const { columns, rows } of tablesOf(lines, vocabulary)) {
    for (const row of withoutDitto(rows, vocabulary)) {
      taken.add(row.number);
      const cells = cellsByRole(columns, row);
      contents.push({ number: row.number, text: [cells.title, cells.measures].filter(Boolean).join('。') });
      if (columns.includes('problem') && columns.includes('measures')) {
        if (!cells.problem) continue;
        const made = problemRow(cells, row, dating, vocabulary);
        problems.push(made.found);
        doubts.push(...made.doubts);
      } else if (cells.title ?? cells.measures) {
        const made = actionRow(cells, row, dating, vocabulary);
        actions.push(made.found);
        doubts.push(...made.doubts);
      }
    }
  }
  return { actions, problems, doubts, lines: taken, contents };
}

type Cells = Partial<Record<Role, string>>;

/** Tables begin with a row of at least three known heads, one of them for who is responsible or by when. */
function tablesOf(lines: readonly Line[], vocabulary: Vocabulary): Table[] {
  const tables: Table[] = [];
  let open: Table | undefined;
  for (const line of lines) {
    const cells = line.cells;
    if (!cells) {
      if (line.text !== '') open = undefined;
      continue;
    }
    const columns = cells.map((cell) => headOf(cell, vocabulary));
    const known = new Set(columns.filter((role) => role !== undefined));
    if (known.size >= 3 && [...known].some((role) => RESPONSIBLE.has(role))) {
      open = { columns, rows: [] };
      tables.push(open);
    } else if (open && cells.filter((cell) => cell !== '').length > 1) open.rows.push(line);
  }
  return tables;
}

/** 同上 is what the cell above says; in the first row there is nothing above, and the cell says nothing. */
function withoutDitto(rows: readonly Line[], vocabulary: Vocabulary): Line[] {
  let above: readonly string[] = [];
  return rows.map((row) => {
    const cells = row.cells!.map((cell, i) => cell.trim().replace(vocabulary.ditto, () => above[i] ?? ''));
    above = cells;
    return { ...row, cells };
  });
}

const RESPONSIBLE: ReadonlySet<Role> = new Set<Role>(['leader', 'lead', 'units', 'owner', 'due']);

function headOf(cell: string, vocabulary: Vocabulary): Role | undefined {
  const head = cell.replace(/[\s\n]/gu, '').replace(/\([^()]*\)$/u, '');
  return vocabulary.labels.get(head);
}

/** Two columns of one role are read one after the other; a title beside 工作内容 stays the first. */
function cellsByRole(columns: (Role | undefined)[], row: Line): Cells {
  const cells: Cells = {};
  columns.forEach((role, i) => {
    const text = (row.cells![i] ?? '').trim();
    if (!role || text === '' || /^[/\-—]+$/u.test(text)) return;
    if (cells[role] === undefined) cells[role] = text;
    else if (role === 'title')
      cells.measures = cells.measures === undefined ? text : `${cells.measures}\n${text}`;
    else cells[role] += `\n${text}`;
  });
  return cells;
}

function numberOf(cell: string | undefined): { number?: number | string } {
  const text = cell?.replace(/[()\s、.]/gu, '');
  if (text === undefined || text === '') return {};
  if (/^\d{1,3}$|^[一二三四五六七八九十]{1,4}$/u.test(text)) return { number: valueOf(text) };
  return { number: cell!.trim() };
}

const oneLine = (text: string): string => text.replace(/\n+/gu, '');

function actionRow(
  cells: Cells,
  row: Line,
  dating: Dating,
  vocabulary: Vocabulary,
): { found: FoundAction; doubts: Doubt[] } {
  const lead = cells.lead ? unitsOf(cells.lead, vocabulary).units : [];
  const listed = unitsOf([cells.units, cells.support].filter(Boolean).join('\n'), vocabulary);
  const leads = [...lead, ...listed.leads];
  const leader = cells.leader === undefined ? undefined : personOf(oneLine(cells.leader));
  const all = [...new Set([...lead, ...listed.units])];
  const first = leads[0] ?? all[0];
  const assignment: Assignment = {
    leads,
    units: first === undefined ? [] : [first, ...all.filter((unit) => unit !== first)],
    content: [],
    line: row.number,
    lastLine: row.number,
    slips: [],
    written: 'label',
    ...(leader !== undefined && { leader }),
    ...(cells.owner !== undefined && { owner: personOf(oneLine(cells.owner)) }),
    ...(first !== undefined && { leadUnit: first }),
    ...(cells.due !== undefined && { due: oneLine(cells.due) }),
  };
  const text = [cells.title, cells.measures, cells.goal].filter((t) => t !== undefined).join('\n');
  const pieces = [{ line: row.number, text }];
  const title = cells.title ?? /^[^。;,\n]{2,60}/u.exec(cells.measures!)?.[0] ?? cells.measures!;
  const name = printed(oneLine(title).replace(/[。;]+$/u, ''));
  const read = actionOf(name, assignment, undefined, pieces, dating, vocabulary);
  const numbered = numberOf(cells.number);
  const action: PlanAction = {
    ...numbered,
    title: name,
    ...read.action,
    text: { from: row.number, to: row.last ?? row.number },
  };
  const place = numbered.number === undefined ? `第${row.number}行` : `表第${numbered.number}项`;
  return {
    found: { action, place, dated: read.dated, labelled: read.labelled, slips: [] },
    doubts: read.doubts,
  };
}

function problemRow(
  cells: Cells,
  row: Line,
  dating: Dating,
  vocabulary: Vocabulary,
): { found: FoundProblem; doubts: Doubt[] } {
  const segments = Object.entries(cells).map(([role, text]) => ({
    role: role as Role,
    pieces: (role === 'measures'
      ? text.split('\n')
      : [role === 'units' || role === 'support' ? text : oneLine(text)]
    ).map((part) => ({
      line: row.number,
      text: part,
    })),
  }));
  const made = problemOf(segments, dating, vocabulary);
  const numbered = numberOf(cells.number);
  const problem = { ...numbered, ...made.problem, text: { from: row.number, to: row.last ?? row.number } };
  const place = numbered.number === undefined ? `第${row.number}行` : `问题${numbered.number}`;
  return {
    found: { problem, place, dated: made.dated, measured: made.measured, slips: [] },
    doubts: made.doubts,
  };
}
