import { confirmPlan } from '../inbox/plans.js';
import { loadLedgerRules } from '../ledger/index.js';
import type { Store } from '../store/client.js';
import { findPlan } from '../store/plans.js';
import { inTransaction } from '../store/turn.js';
import { planCommand } from './plan.js';
import { savePlanFile } from './plans.js';

export interface RehearsedPlan {
  file: string;
  intents: string;
  store: Store;
  now: Date;
  tell(line: string): void;
}

/**
 * Puts a plan into the scratch ledger as if a person had confirmed it, every warning taken note of and none settled:
 * a rehearsal shows what the plan would set off. Throws where the file cannot be read.
 */
export async function adoptForRehearsal({ file, intents, store, now, tell }: RehearsedPlan): Promise<void> {
  const kept: string[] = [];
  await planCommand(
    { files: [file], intents },
    {
      out: () => undefined,
      err: tell,
      save: async (name, draft) => {
        await savePlanFile(name, draft, {
          store,
          out: (line) => void kept.push((JSON.parse(line) as { id: string }).id),
        });
      },
    },
  );
  for (const id of kept) {
    const plan = await findPlan(store.prisma, id);
    if (!plan) continue;
    const { warnings } = plan.draft as { warnings: { code: string; detail: string }[] };
    const by = { personId: undefined, name: '排练', role: 'clerk' as const, unit: '', post: '' };
    const answers = warnings.map((_, i) => ({
      warning: i + 1,
      text: '',
      by: by.name,
      at: now.toISOString(),
    }));
    for (const { code, detail } of warnings) tell(`${file}: ${code}: ${detail}`);
    const decision = { by, saidIn: 'command' as const, answers, from: undefined, tasks: undefined };
    await inTransaction(store, (tx) => confirmPlan(tx, loadLedgerRules(intents), plan, decision, now));
  }
}
