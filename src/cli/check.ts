import path from 'node:path';
import { shipped } from '../files/package-root.js';
import { checkIntents, loadGuard } from './check/intents.js';
import { inOrder, type CheckFinding } from './check/finding.js';
import { checkTemplates } from './check/templates.js';

/** The folder of that name that ships with the product. */

export interface CheckOptions {
  intents?: string | undefined; // default: the definitions that ship
  templates?: string | undefined; // default: the templates that ship
}

export interface CheckResult {
  files: number;
  findings: CheckFinding[]; // by file and place
}

/**
 * Lints definitions and templates, runs every example they carry, and holds what the bot can say to the burden rules.
 * Throws an AppError where a folder cannot be read.
 */
export function check(options: CheckOptions = {}): CheckResult {
  const intents = path.resolve(options.intents ?? shipped('intents'));
  const templates = path.resolve(options.templates ?? shipped('templates'));
  // A county's own definitions without rules of their own are held to those that ship.
  const own = loadGuard(intents);
  const { guard, findings } =
    own.guard === undefined && own.findings.length === 0 ? loadGuard(shipped('intents')) : own;
  const results = [checkIntents(intents, guard), checkTemplates(templates, guard)];
  return {
    files: results.reduce((sum, result) => sum + result.files, 0),
    findings: inOrder([...findings, ...results.flatMap((result) => result.findings)]),
  };
}

/**
 * The `check` command: findings as JSON lines on `out`, the same for people on `err`.
 * Resolves with the exit status: 0 nothing found, 1 findings. Throws an AppError for bad input.
 */
export function runCheck(
  options: CheckOptions,
  out: (line: string) => void,
  err: (line: string) => void,
): number {
  const { files, findings } = check(options);
  for (const f of findings) {
    out(JSON.stringify(f));
    err(`${f.file}:${f.line}:${f.column} ${f.severity} ${f.code}: ${f.message}`);
  }
  err(
    `${files} files, ${findings.length === 0 ? 'no findings' : `${findings.length} finding${findings.length === 1 ? '' : 's'}`}`,
  );
  return findings.length === 0 ? 0 : 1;
}
