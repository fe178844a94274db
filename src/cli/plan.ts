import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../core/errors.js';
import { openFile } from '../files/open.js';
import {
  compileWords,
  openPlan,
  type PlanDraft,
  readPlan,
  readPlanWords,
  type Vocabulary,
} from '../plan/index.js';

export interface PlanArgs {
  files: readonly string[];
  intents?: string | undefined; // default: the words that ship
}

export interface PlanDeps {
  out(line: string): void;
  err(line: string): void;
  /** Keeps a draft instead of printing it. */
  save?: ((file: string, draft: PlanDraft) => Promise<void>) | undefined;
}

/**
 * The `plan` command: one draft a file on `out`, in the order given. Resolves with the exit status: 0 done, 1 a file holds
 * neither an action nor a problem, 2 a file cannot be read (the others are still done).
 */
export async function planCommand(args: PlanArgs, { out, err, save }: PlanDeps): Promise<number> {
  const vocabulary = vocabularyOf(args.intents);
  let status = 0;
  for (const file of args.files) {
    try {
      const draft = await readPlanFile(file, vocabulary);
      if (save) await save(file, draft);
      else out(JSON.stringify(draft));
      const nothing = nothingIn(file, draft);
      if (nothing === undefined) continue;
      err(nothing);
      status = Math.max(status, 1);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      err(error.message.split('\n')[0]!);
      status = 2;
    }
  }
  return status;
}

/** The words of a folder of definitions; those that ship where it has none of its own. */
export function vocabularyOf(intents: string | undefined): Vocabulary {
  const own = intents === undefined ? undefined : join(intents, 'plan.yaml');
  return compileWords(readPlanWords(own !== undefined && existsSync(own) ? own : undefined));
}

/** Throws an AppError where the file cannot be read. */
export async function readPlanFile(file: string, vocabulary: Vocabulary): Promise<PlanDraft> {
  return readPlan(openPlan(await openFile(file)), vocabulary);
}

const LOOKED_FOR =
  'looked for numbered headings (一、 （一） 1.) with 责任单位 or 牵头单位, 由…牵头, tables with such heads, and 问题…整改措施…';

/** Says so where a draft holds neither an action nor a problem. */
export function nothingIn(file: string, draft: PlanDraft): string | undefined {
  if (draft.actions.length > 0 || draft.problems.length > 0) return undefined;
  return `${file}: no action and no problem found; ${LOOKED_FOR}`;
}
