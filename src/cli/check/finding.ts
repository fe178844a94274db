import path from 'node:path';
import type { Place } from '../../files/finding.js';

/** One line of what `check` prints. Lines and columns are 1-based; `file` is relative to where the command runs. */
export interface CheckFinding {
  file: string;
  line: number;
  column: number;
  severity: 'error' | 'warning';
  code: string;
  message: string;
}

export function finding(place: Place, code: string, message: string): CheckFinding {
  return { file: place.file, line: place.line, column: place.column, severity: 'error', code, message };
}

/** The path as a person would type it here; absolute where it lies elsewhere. */
export function shown(file: string, cwd = process.cwd()): string {
  const relative = path.relative(cwd, path.resolve(cwd, file));
  return relative.startsWith('..') ? path.resolve(cwd, file) : relative;
}

/** The 1-based place of an offset in a text. */
export function placeOf(file: string, text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** By file, then by place. */
export function inOrder(findings: CheckFinding[]): CheckFinding[] {
  return [...findings].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column,
  );
}
