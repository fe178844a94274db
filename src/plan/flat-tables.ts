import type { Line } from './source.js';
import type { Vocabulary } from './vocabulary.js';

/** A row of a flattened table that has more or fewer lines than the table has columns. */
export interface UnreadRow {
  line: number;
  words: string;
}

/**
 * Tables whose cells were laid out one a line: a run of column heads that begins with 序号, then the rows, each from its
 * number to the next. Rows with as many lines as there are heads become rows; of the others nobody can say which cell is
 * which, so they are told.
 */
export function foldTables(
  lines: readonly Line[],
  vocabulary: Vocabulary,
): { lines: Line[]; unread: UnreadRow[] } {
  const out: Line[] = [];
  const unread: UnreadRow[] = [];
  for (let i = 0; i < lines.length;) {
    const heads = headsAt(lines, i, vocabulary);
    if (heads < 4) {
      out.push(lines[i]!);
      i++;
      continue;
    }
    out.push(rowOf(lines.slice(i, i + heads)));
    i += heads;
    for (let next = 1; lines[i]?.text === String(next); next++) {
      const end = endOf(lines, i, heads, next);
      const row = lines.slice(i, end).filter((line) => line.text !== '');
      if (row.length === heads) out.push(rowOf(row));
      else
        unread.push({
          line: lines[i]!.number,
          words: row
            .map((line) => line.text)
            .join(' ')
            .slice(0, 40),
        });
      i = end;
    }
  }
  return { lines: out, unread };
}

function headsAt(lines: readonly Line[], at: number, vocabulary: Vocabulary): number {
  if (vocabulary.labels.get(lines[at]!.text) !== 'number' || lines[at]!.cells) return 0;
  let to = at;
  while (to < lines.length && !lines[to]!.cells && vocabulary.labels.has(lines[to]!.text)) to++;
  return to - at;
}

/** The next row's number, else as many lines as there are heads. */
function endOf(lines: readonly Line[], at: number, heads: number, number: number): number {
  for (let i = at + 2; i < Math.min(lines.length, at + heads * 6); i++)
    if (lines[i]!.text === String(number + 1)) return i;
  return Math.min(lines.length, at + heads);
}

function rowOf(cells: readonly Line[]): Line {
  const texts = cells.map((line) => line.text);
  return { number: cells[0]!.number, last: cells.at(-1)!.number, text: texts.join(' '), cells: texts };
}
