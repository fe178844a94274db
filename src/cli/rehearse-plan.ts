import { AppError } from '../core/errors.js';
import { confirmPlan } from '../inbox/plans.js';
import { loadLedgerRules } from '../ledger/index.js';
import type { Store } from '../store/client.js';
import { inTransaction } from '../store/turn.js';
import { nothingIn, readPlanFile, vocabularyOf } from './plan.js';
import { keepPlanFile } from './plans.js';

export interface RehearsedPlan {
  file: string;
  intents: string;
  store: Store;
  now: Date;
  tell(line: string): void;
}

/**
 * Puts a plan into the scratch ledger as if a person had confirmed it, every warning taken note of and none settled:
 * a rehearsal shows what the plan would set off. Throws an AppError where the file cannot be read or holds nothing.
 */
export async function adoptForRehearsal({ file, intents, store, now, tell }: RehearsedPlan): Promise<void> {
  const draft = await readPlanFile(file, vocabularyOf(intents));
  const nothing = nothingIn(file, draft);
  if (nothing !== undefined) throw new AppError('input-plan', nothing);
  const plan = await keepPlanFile(file, draft, store);
  const { warnings } = draft;
  const by = { personId: undefined, name: '排练', role: 'clerk' as const, unit: '', post: '' };
  const answers = warnings.map((_, i) => ({ warning: i + 1, text: '', by: by.name, at: now.toISOString() }));
  for (const { code, detail } of warnings) tell(`${file}: ${code}: ${detail}`);
  const decision = { by, saidIn: 'command' as const, answers, from: undefined, tasks: undefined };
  await inTransaction(store, (tx) => confirmPlan(tx, loadLedgerRules(intents), plan, decision, now));
}
