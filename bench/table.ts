/** One line of the table. What a row did not measure is left out, never guessed. */
export interface Row {
  /** What was measured, with its unit. */
  what: string;
  /** Ours, as it is printed: the unit is in `what`. */
  figure: string;
  /** The floor or the peer beside it, measured in the same run. */
  beside?: string;
  /** Ours as a multiple of `beside`. */
  ratio?: string;
  goal?: string;
  /** Absent where the row has no goal or was not measured. */
  met?: boolean;
  note?: string;
}

const HEAD = ['measured', 'figure', 'floor or peer', 'ratio', 'goal', 'met', 'note'];

/** GitHub Markdown, the columns padded so that it reads in a terminal too. */
export function markdown(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    row.figure,
    row.beside ?? '',
    row.ratio ?? '',
    row.goal ?? '',
    met(row),
    row.note ?? '',
  ]);
  const widths = HEAD.map((head, i) => Math.max(head.length, ...cells.map((line) => line[i]!.length)));
  const line = (of: readonly string[]) => `| ${of.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

function met(row: Row): string {
  return row.met === undefined ? '' : row.met ? 'yes' : 'NO';
}

export const skipped = (what: string, why: string): Row => ({ what, figure: `skipped: ${why}` });
