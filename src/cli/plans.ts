import { createHash } from 'node:crypto';
import { AppError } from '../core/errors.js';
import { openFile } from '../files/open.js';
import { newId } from '../core/ids.js';
import type { Clock } from '../core/ports.js';
import { confirmPlan, hindranceOf } from '../inbox/plans.js';
import { loadLedgerRules } from '../ledger/index.js';
import type { PlanDraft } from '../plan/index.js';
import { keepAudit } from '../store/audit.js';
import type { Store } from '../store/client.js';
import { findPlan, listPlans, savePlan, settlePlan, type KeptPlan } from '../store/plans.js';
import { inTransaction } from '../store/turn.js';

export interface PlansDeps {
  store: Store;
  clock: Clock;
  intents: string;
  out(line: string): void;
}

/** Keeps the draft of a plan's file for somebody to confirm. */
export async function keepPlanFile(file: string, draft: PlanDraft, store: Store): Promise<KeptPlan> {
  const { name, bytes } = await openFile(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return savePlan(store.prisma, { id: newId(), file: name, sha256, title: draft.title ?? name, draft });
}

/** The same, and prints it in one line. */
export async function savePlanFile(
  file: string,
  draft: PlanDraft,
  deps: Pick<PlansDeps, 'store' | 'out'>,
): Promise<void> {
  deps.out(JSON.stringify(summary(await keepPlanFile(file, draft, deps.store))));
}

/** A plan in one line, with the warnings that have to be answered. */
function summary(plan: KeptPlan) {
  const draft = plan.draft as PlanDraft;
  return {
    id: plan.short,
    title: plan.title,
    file: plan.file,
    state: plan.state,
    actions: draft.actions.length,
    problems: draft.problems.length,
    duties: draft.duties.length,
    warnings: draft.warnings.map((warning, i) => ({
      number: i + 1,
      ...warning,
      answer: plan.answers.find((one) => one.warning === i + 1)?.text,
    })),
    ...(plan.decidedBy === null ? {} : { decidedBy: plan.decidedBy, decidedAt: plan.decidedAt }),
  };
}

export async function listPlansCommand(deps: PlansDeps): Promise<void> {
  for (const plan of await listPlans(deps.store.prisma)) deps.out(JSON.stringify(summary(plan)));
}

async function planOf(deps: PlansDeps, name: string): Promise<KeptPlan> {
  const plan = await findPlan(deps.store.prisma, name);
  if (!plan) throw new AppError('unknown-plan', `no plan, or several, named ${name} (see "cuncunbao plans")`);
  if (plan.state !== 'draft')
    throw new AppError(
      'unknown-plan',
      `plan ${plan.short} was ${plan.state} before, by ${plan.decidedBy ?? 'somebody'}`,
    );
  return plan;
}

export interface ConfirmOptions {
  by: string;
  ack?: string | undefined; // "all", or "1,3"
  answer?: readonly string[] | undefined; // "2=以9月底为准"
  numberFrom?: number | undefined;
  tasks?: boolean | undefined;
}

/** Brings a plan into force by a person's word. Throws an AppError that lists what stands in the way. */
export async function confirmPlanCommand(
  name: string,
  options: ConfirmOptions,
  deps: PlansDeps,
): Promise<void> {
  const plan = await planOf(deps, name);
  const now = deps.clock.now();
  const warnings = (plan.draft as PlanDraft).warnings;
  const person = await deps.store.prisma.person.findFirst({ where: { name: options.by, active: true } });
  if (!person || person.role === 'cadre')
    throw new AppError('argument-by', `--by ${options.by}: expected a leader or clerk of the roster`);
  const say = (warning: number, text: string) => ({ warning, text, by: options.by, at: now.toISOString() });
  const acks =
    options.ack === 'all'
      ? warnings.map((_, i) => i + 1)
      : (options.ack ?? '').split(',').filter(Boolean).map(Number);
  const answers = [
    ...(options.answer ?? []).map((one) => {
      const [, number, text] = /^(\d+)=(.+)$/.exec(one) ?? [];
      if (number === undefined)
        throw new AppError('argument-answer', `--answer ${one}: expected NUMBER=TEXT, like 2=以9月底为准`);
      return say(Number(number), text!);
    }),
    ...acks.map((number) => say(number, '')),
  ].filter((one, i, all) => all.findIndex((other) => other.warning === one.warning) === i);
  const wrong = answers.find(
    (one) => !Number.isInteger(one.warning) || one.warning < 1 || one.warning > warnings.length,
  );
  if (wrong)
    throw new AppError(
      'argument-answer',
      `there is no warning ${wrong.warning}: the plan has ${warnings.length}`,
    );
  const decision = {
    by: {
      personId: person.id,
      name: person.name,
      role: person.role as 'leader' | 'clerk',
      unit: person.unit,
      post: person.post,
    },
    saidIn: 'command' as const,
    answers,
    from: options.numberFrom,
    tasks: options.tasks,
  };
  const rules = loadLedgerRules(deps.intents);
  const done = await inTransaction(deps.store, async (tx) => {
    const hindrance = await hindranceOf(tx, plan, decision);
    if (hindrance) {
      const { open, taken, unnumbered } = hindrance;
      const parts = [
        ...(open.length > 0
          ? [`warnings ${open.join(', ')} are not answered (--answer N=TEXT, or --ack N)`]
          : []),
        ...(taken.length > 0
          ? [`problem numbers ${taken.map((t) => t.number).join(', ')} are taken (--number-from N)`]
          : []),
        ...(unnumbered > 0 ? [`${unnumbered} problems have no number (--number-from N)`] : []),
      ];
      throw new AppError('input-plan', `plan ${plan.short}: ${parts.join('; ')}`);
    }
    const confirmed = await confirmPlan(tx, rules, plan, decision, now);
    if (confirmed)
      await keepAudit(tx, {
        id: newId(),
        at: now,
        actor: options.by,
        action: 'plan.confirm',
        detail: { plan: plan.id },
      });
    return confirmed;
  });
  const items = await deps.store.prisma.item.count({ where: { planId: plan.id } });
  deps.out(JSON.stringify({ id: plan.short, confirmed: done, items }));
}

export async function rejectPlanCommand(name: string, by: string, deps: PlansDeps): Promise<void> {
  const plan = await planOf(deps, name);
  const now = deps.clock.now();
  const rejected = await settlePlan(deps.store.prisma, plan.id, 'rejected', by, now);
  if (rejected)
    await keepAudit(deps.store.prisma, {
      id: newId(),
      at: now,
      actor: by,
      action: 'plan.reject',
      detail: { plan: plan.id },
    });
  deps.out(JSON.stringify({ id: plan.short, rejected }));
}
