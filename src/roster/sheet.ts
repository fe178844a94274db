/** A table as a spreadsheet shows it: rows with the number at their left edge. */
export interface SheetRow {
  number: number; // 1-based
  cells: Cell[];
}

export interface Cell {
  text: string; // trimmed
  /** A number of more than 15 digits kept as a number: its last digits are no longer what was typed. */
  damaged?: true;
}

export interface Sheet {
  name: string;
  rows: SheetRow[];
}

/** Without NUL, other control characters and halves of characters, which neither JSON nor the database takes. */
export function cleanText(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufeff]|\p{Surrogate}/gu, '');
}
