import type { Effect } from '../core/effects.js';
import type { PlanAnswer, PlanCase } from '../core/plans.js';
import type { Decision, Turn } from './ports.js';
import { reply } from './say.js';

const NOTHING = { actions: 0, problems: 0, stages: 0, goals: 0 };

/** "确认方案 3fa9c1": a leader or clerk decides in private on a plan that was read; warnings are answered, never passed over. */
export async function plans(turn: Turn): Promise<Decision | undefined> {
  const word = turn.understood.records.find((r) => turn.understanding.rule(r.kind)?.reply === 'plan');
  if (!word) return undefined;
  const { sender, conversationKind } = turn.message;
  const short = typeof word['plan'] === 'string' ? word['plan'] : '';
  const done = (what: string, plan?: PlanCase): Decision => {
    const { title = '', items = 0, brings = NOTHING } = plan ?? {};
    return said(turn, 'plan-done', { what, short, title, items, ...brings });
  };
  if (conversationKind !== 'private' || (sender.role !== 'leader' && sender.role !== 'clerk'))
    return done('who');
  if (short === '') return list(turn);
  const plan = await turn.plans.find(short);
  if (!plan) return done('unknown');
  if (plan.state !== 'draft') return done('decided', plan);
  const verb = word['verb'];
  if (verb === 'reject')
    return { effects: [...done('rejected', plan).effects, settle(turn, plan, 'rejected', [])] };
  const answers = answersOf(turn, plan, word);
  const after = answered(plan, answers);
  const open = after.warnings.some((one) => one.answer === undefined);
  if (verb === 'confirm' && !open && plan.taken.length === 0 && plan.unnumbered === 0)
    return { effects: [...done('confirmed', plan).effects, settle(turn, plan, 'confirmed', answers)] };
  const kept: Effect[] = answers.length > 0 ? [{ type: 'plan.answer', planId: plan.id, answers }] : [];
  return { effects: [...kept, ...said(turn, 'plan-summary', wordsOf(after)).effects] };
}

async function list(turn: Turn): Promise<Decision> {
  const open = await turn.plans.drafts();
  return said(turn, 'plan-list', {
    plans: open.map((plan) => ({
      ...plan,
      open: plan.warnings.filter((one) => one.answer === undefined).length,
    })),
  });
}

function said(turn: Turn, template: string, data: object): Decision {
  return { effects: reply(turn, 'plan', turn.templates.render(template, data)) };
}

function settle(turn: Turn, plan: PlanCase, state: 'confirmed' | 'rejected', answers: PlanAnswer[]): Effect {
  return { type: 'plan.settle', planId: plan.id, state, by: turn.message.sender, answers };
}

/** What the message answers: one warning in words, or all that are left as known. */
function answersOf(turn: Turn, plan: PlanCase, word: Record<string, unknown>): PlanAnswer[] {
  const by = turn.message.senderName;
  const at = turn.message.sentAt.toISOString();
  const { warning, answer, known } = word;
  if (word['verb'] === 'answer' && typeof warning === 'number' && typeof answer === 'string')
    return warning >= 1 && warning <= plan.warnings.length
      ? [{ warning, text: turn.mask(answer), by, at }]
      : [];
  if (known !== true) return [];
  return plan.warnings.flatMap((one, i) =>
    one.answer === undefined ? [{ warning: i + 1, text: '', by, at }] : [],
  );
}

function answered(plan: PlanCase, answers: readonly PlanAnswer[]): PlanCase {
  const warnings = plan.warnings.map((one, i) => {
    const now = answers.find((answer) => answer.warning === i + 1);
    return now ? { ...one, answer: now.text } : one;
  });
  return { ...plan, warnings };
}

function wordsOf(plan: PlanCase): object {
  return {
    ...plan,
    warnings: plan.warnings.map((one, i) => ({
      number: i + 1,
      detail: one.detail,
      at: one.at,
      done: one.answer !== undefined,
      answer: one.answer ?? '',
    })),
  };
}
