import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError, messageOf } from '../core/errors.js';
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
  const own = args.intents === undefined ? undefined : join(args.intents, 'plan.yaml');
  // A county's own definitions without words for plans use those that ship.
  const vocabulary = compileWords(readPlanWords(own !== undefined && existsSync(own) ? own : undefined));
  let status = 0;
  for (const file of args.files) {
    try {
      const draft = await draftOf(file, vocabulary);
      if (save) await save(file, draft);
      else out(JSON.stringify(draft));
      if (draft.actions.length > 0 || draft.problems.length > 0) continue;
      err(`${file}: no action and no problem found; ${LOOKED_FOR}`);
      status = Math.max(status, 1);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      err(error.message.split('\n')[0]!);
      status = 2;
    }
  }
  return status;
}

const LOOKED_FOR =
  'looked for numbered headings (一、 （一） 1.) with 责任单位 or 牵头单位, 由…牵头, tables with such heads, and 问题…整改措施…';

async function draftOf(file: string, vocabulary: Vocabulary): Promise<PlanDraft> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new AppError('file-unreadable', `${file}: cannot be read: ${messageOf(error)}`, { cause: error });
  });
  return readPlan(openPlan({ name: basename(file), bytes }), vocabulary);
}
