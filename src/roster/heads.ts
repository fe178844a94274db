import type { HouseholdColumn, PersonColumn, RosterColumns } from './columns.js';
import type { Sheet, SheetRow } from './sheet.js';

// Registers carry a title, a unit and a date above their heads.
const HEAD_ROWS = 10;

/** What each column of a sheet holds. Columns that none of these knows keep their own head in `other`. */
export interface Heads {
  kind: 'households' | 'people';
  sheet: Sheet;
  /** Position of the head row in `sheet.rows`. */
  at: number;
  columns: Partial<Record<HouseholdColumn | PersonColumn, number>>;
  other: { column: number; head: string; private: boolean }[];
  recognised: number;
}

/** Spaces, stars, colons and a bracket at the end do not make another head. */
export function tidyHead(head: string): string {
  return head
    .normalize('NFKC')
    .replace(/[\s*:：]+/g, '')
    .replace(/(?<=.)[(（[【][^()（）]*[)）\]】]$/u, '');
}

/** The best head row of all sheets, or undefined where none has what a register or a list of people needs. */
export function findHeads(sheets: readonly Sheet[], columns: RosterColumns): Heads | undefined {
  let best: Heads | undefined;
  for (const sheet of sheets) {
    for (let at = 0; at < Math.min(sheet.rows.length, HEAD_ROWS); at++) {
      for (const kind of ['households', 'people'] as const) {
        const heads = read(sheet, at, kind, columns);
        // Of two head rows with merged cells the lower one has the details, and at least as many heads.
        const lower = best?.sheet === sheet && best.kind === kind && best.at === at - 1;
        const better = best === undefined || heads.recognised > best.recognised;
        if (complete(heads) && (better || (lower && heads.recognised === best?.recognised))) best = heads;
      }
    }
  }
  return best;
}

function complete({ kind, columns }: Heads): boolean {
  if (kind === 'households') return columns.householder !== undefined && columns.village !== undefined;
  return columns.name !== undefined && Object.keys(columns).length >= 2;
}

function read(sheet: Sheet, at: number, kind: Heads['kind'], known: RosterColumns): Heads {
  const row = sheet.rows[at]!;
  const columns: Heads['columns'] = {};
  const other: Heads['other'] = [];
  const synonyms = synonymsOf(kind, known);
  const seen = new Set<string>();
  for (const [column, cell] of row.cells.entries()) {
    const head = tidyHead(cell.text);
    if (head === '') continue;
    const name = synonyms.get(head) as keyof Heads['columns'] | undefined;
    if (name !== undefined && columns[name] === undefined) columns[name] = column;
    else {
      const title = attributeName(head, known);
      other.push({
        column,
        head: seen.has(title) ? `${title}${column + 1}` : title,
        private: isPrivate(head, known),
      });
      seen.add(title);
    }
  }
  return { kind, sheet, at, columns, other, recognised: Object.keys(columns).length };
}

function synonymsOf(kind: Heads['kind'], known: RosterColumns): Map<string, string> {
  const out = new Map<string, string>();
  for (const [name, words] of Object.entries(known[kind]))
    for (const word of words) out.set(tidyHead(word), name);
  return out;
}

function attributeName(head: string, known: RosterColumns): string {
  return known.attributes.find((words) => words.some((word) => tidyHead(word) === head))?.[0] ?? head;
}

function isPrivate(head: string, known: RosterColumns): boolean {
  return known.private.some((word) => head.includes(word));
}

/** Whether a row repeats the heads, as printed registers do on every page. */
export function repeatsHeads(row: SheetRow, heads: Heads): boolean {
  const head = heads.sheet.rows[heads.at]!;
  const places = Object.values(heads.columns);
  return places.every(
    (column) => tidyHead(row.cells[column]?.text ?? '') === tidyHead(head.cells[column]?.text ?? ''),
  );
}
