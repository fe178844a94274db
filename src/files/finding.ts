import { AppError } from '../core/errors.js';

/** A place in a file; lines and columns start at 1. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** A mistake in what was handed in: where, what, and what is allowed. */
export interface Finding extends Place {
  message: string;
}

/** Throws an AppError that lists every finding as file:line:column, one a line; nothing where there is none. */
export function refuse(findings: readonly Finding[], code = 'definitions-invalid', hint?: string): void {
  if (findings.length === 0) return;
  const lines = findings.map((f) => `${f.file}:${f.line}:${f.column} ${f.message}`);
  throw new AppError(code, lines.join('\n'), hint === undefined ? {} : { hint });
}
