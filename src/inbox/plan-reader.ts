import type { PlanReader } from '../act/index.js';
import type { Effect } from '../core/effects.js';
import type { PlanCase } from '../core/plans.js';
import { adopt, type AdoptablePlan, type LedgerRules } from '../ledger/index.js';
import type { Db } from '../store/client.js';
import { answerPlan, findPlan, listPlans, settlePlan, type KeptPlan } from '../store/plans.js';
import { confirmPlan, hindranceOf } from './plans.js';

type Draft = AdoptablePlan & { duties: unknown[]; warnings: { detail: string; at: string[] }[] };

/** Plans as the clerk sees them in private. */
export function planReader(tx: Db, rules: LedgerRules, now: Date): PlanReader {
  async function caseOf(plan: KeptPlan): Promise<PlanCase> {
    const draft = plan.draft as Draft;
    const hindrance = await hindranceOf(tx, plan, { answers: [] });
    const by = { name: '', role: 'clerk' as const, unit: '', post: '' };
    const adoption = { planId: plan.id, short: plan.short, at: now, by, saidIn: 'plan' } as const;
    const events = adopt(rules.ledgers, draft, adoption);
    const of = (ledger: string) => events.filter((event) => event.ledger === ledger).length;
    const goals = draft.goals.length > 0 ? 1 : 0;
    return {
      id: plan.id,
      short: plan.short,
      title: plan.title,
      state: plan.state,
      actions: draft.actions.length,
      problems: draft.problems.length,
      duties: draft.duties.length,
      unowned: draft.problems.filter((one) => one.owner === undefined).length,
      warnings: draft.warnings.map(({ detail, at }, i) => ({
        detail,
        at,
        answer: plan.answers.find((one) => one.warning === i + 1)?.text,
      })),
      taken: hindrance?.taken.map((one) => one.number) ?? [],
      unnumbered: hindrance?.unnumbered ?? 0,
      items: events.length,
      brings: { actions: of('actions') - goals, problems: of('problems'), stages: of('stages'), goals },
    };
  }
  return {
    async find(short) {
      const plan = await findPlan(tx, short);
      return plan && caseOf(plan);
    },
    async drafts() {
      const out: PlanCase[] = [];
      for (const plan of await listPlans(tx, 'draft')) out.push(await caseOf(plan));
      return out;
    },
  };
}

/** Applies what was decided about a plan; other effects are none of its business. */
export async function applyPlan(tx: Db, rules: LedgerRules, effect: Effect, now: Date): Promise<void> {
  if (effect.type !== 'plan.answer' && effect.type !== 'plan.settle') return;
  const plan = await findPlan(tx, effect.planId);
  if (!plan) return;
  if (effect.type === 'plan.answer') return answerPlan(tx, plan, effect.answers);
  if (effect.state === 'rejected')
    return void (await settlePlan(tx, plan.id, 'rejected', effect.by.name, now));
  await confirmPlan(tx, rules, plan, { by: effect.by, saidIn: 'plan', answers: effect.answers }, now);
}
