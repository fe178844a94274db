import type { Doer, SaidIn } from '../core/ledger.js';
import { adopt, problemNumbers, type AdoptablePlan, type LedgerRules } from '../ledger/index.js';
import type { Db } from '../store/client.js';
import type { PlanAnswer } from '../core/plans.js';
import { answerPlan, settlePlan, takenNumbers, type KeptPlan } from '../store/plans.js';
import { ItemBook } from './items.js';

export interface PlanDecision {
  by: Doer;
  saidIn: SaidIn;
  answers: readonly PlanAnswer[];
  from?: number | undefined;
  tasks?: boolean | undefined;
}

/** Why a plan cannot come into force yet: warnings that nobody answered, numbers that are taken, problems without one. */
export interface PlanHindrance {
  open: number[]; // warnings, 1-based
  taken: { number: number; title: string }[];
  unnumbered: number;
}

const warningsOf = (plan: KeptPlan): unknown[] => (plan.draft as { warnings?: unknown[] }).warnings ?? [];

/** What still stands in the way of a plan; undefined where nothing does. */
export async function hindranceOf(
  db: Db,
  plan: KeptPlan,
  decision: Pick<PlanDecision, 'answers' | 'from'>,
): Promise<PlanHindrance | undefined> {
  const answered = new Set([...plan.answers, ...decision.answers].map((one) => one.warning));
  const open = warningsOf(plan).flatMap((_, i) => (answered.has(i + 1) ? [] : [i + 1]));
  const numbers = problemNumbers(plan.draft as AdoptablePlan, decision.from);
  const known = numbers.filter((one) => one !== undefined);
  const taken = await takenNumbers(db, 'problems', known);
  const unnumbered = numbers.length - known.length;
  return open.length + taken.length + unnumbered === 0 ? undefined : { open, taken, unnumbered };
}

/**
 * Brings a plan into force: its actions, goals and problems become items with the people who answer for them. The caller
 * has looked for hindrances. False where it had been decided before.
 */
export async function confirmPlan(
  tx: Db,
  rules: LedgerRules,
  plan: KeptPlan,
  decision: PlanDecision,
  now: Date,
): Promise<boolean> {
  await answerPlan(tx, plan, decision.answers);
  if (!(await settlePlan(tx, plan.id, 'confirmed', decision.by.name, now))) return false;
  const events = adopt(rules.ledgers, plan.draft as AdoptablePlan, {
    ...decision,
    planId: plan.id,
    short: plan.short,
    at: now,
  });
  const book = new ItemBook(tx, rules, now, () => Promise.resolve());
  await book.add(events);
  return true;
}
