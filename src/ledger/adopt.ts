import { stableId } from '../core/ids.js';
import type { Doer, LedgerEvent, SaidIn } from '../core/ledger.js';
import { localDay } from '../core/time.js';
import type { Ledgers } from './book.js';
import { keyOf } from './key.js';
import { canonical } from './project.js';

/** What the ledgers take of a plan's draft; the shapes are those of `plan`. */
export interface AdoptableMilestone {
  what: string;
  due: string;
  soft?: true | undefined;
  target?: { value: number; unit: string } | undefined;
}

interface Answerable {
  number?: number | string | undefined;
  leader?: string | undefined;
  leadUnit?: string | undefined;
  units: string[];
  milestones: AdoptableMilestone[];
}

export interface AdoptablePlan {
  title?: string | undefined;
  actions: (Answerable & { title: string; longTerm?: true | undefined })[];
  problems: (Answerable & {
    problem: string;
    measures: string[];
    owner?: string | undefined;
    longTerm: boolean;
    immediate?: true | undefined;
  })[];
  goals: AdoptableMilestone[];
  stages?: { name: string; from: string; to: string }[] | undefined;
}

export interface Adoption {
  planId: string;
  short: string; // how people name the plan: the first six of its file's digest
  at: Date;
  by: Doer;
  saidIn: SaidIn;
  /** Problems are numbered from here, in their order, instead of by the plan's own numbers. */
  from?: number | undefined;
  /** Measures become tasks of their own: the problem closes when they are. */
  tasks?: boolean | undefined;
}

/** The numbers that the plan's problems will bear; undefined where the plan gives none and none was chosen. */
export function problemNumbers(plan: AdoptablePlan, from?: number): (number | undefined)[] {
  return plan.problems.map((problem, i) =>
    from !== undefined ? from + i : typeof problem.number === 'number' ? problem.number : undefined,
  );
}

/** The stages in which one of these is due. */
function stagesOf(plan: AdoptablePlan, milestones: readonly AdoptableMilestone[]): string[] | undefined {
  const names = (plan.stages ?? [])
    .filter(({ from, to }) => milestones.some(({ due }) => due >= from && due <= to))
    .map(({ name }) => name);
  return names.length > 0 ? names : undefined;
}

/** The events that a confirmed plan stands for: its actions, goals, stages and problems. The same plan gives the same events. */
export function adopt(ledgers: Ledgers, plan: AdoptablePlan, adoption: Adoption): LedgerEvent[] {
  const { planId, short, at, by, saidIn } = adoption;
  let order = 0;
  const event = (
    ledger: string,
    key: string,
    fields: Record<string, unknown>,
    more: Partial<LedgerEvent['data']> = {},
  ): LedgerEvent => ({
    id: stableId('plan', planId, ledger, key, canonical(fields)),
    ledger,
    key,
    type: 'register',
    at,
    data: {
      order: order++,
      day: localDay(at),
      saidIn,
      by,
      together: 1,
      fields: present(fields),
      place: {},
      planId,
      ...present(more),
    },
  });
  const source = plan.title ?? '';
  const actions = plan.actions.map((action, i) => {
    const stated = action.number === undefined ? `n${i + 1}` : String(action.number);
    const { title, leader, leadUnit, units, milestones } = action;
    return event(
      'actions',
      `${short}|${stated}`,
      {
        title,
        leader,
        leadUnit,
        units,
        milestones,
        plan: short,
        source,
        no: stated,
        stages: stagesOf(plan, milestones),
      },
      {
        number: typeof action.number === 'number' ? action.number : undefined,
        dueClass: action.longTerm ? 'standing' : undefined,
      },
    );
  });
  const goals =
    plan.goals.length === 0
      ? []
      : [
          event('actions', `${short}|goals`, {
            title: `${source}总目标`,
            milestones: plan.goals.map(({ what, due, soft, target }) => ({ what, due, soft, target })),
            plan: short,
            source,
          }),
        ];
  const stages = (ledgers.get('stages') ? (plan.stages ?? []) : []).map(({ name, from, to }) =>
    event('stages', `${short}|${name}`, {
      title: name,
      from,
      to,
      milestones: [{ what: '阶段末', due: to }],
      plan: short,
      source,
    }),
  );
  const numbers = problemNumbers(plan, adoption.from);
  const problems = plan.problems.flatMap((problem, i) => {
    const number = numbers[i];
    if (number === undefined) return [];
    const { measures, owner, leader, leadUnit, units, milestones } = problem;
    const dueClass = problem.longTerm ? 'standing' : problem.immediate ? 'immediate' : undefined;
    const tasks = ledgers.get('tasks');
    const own = adoption.tasks && tasks && measures.length > 1 ? measures : [];
    return [
      event(
        'problems',
        String(number),
        { number, title: problem.problem, measures, owner, leader, leadUnit, units, milestones, source },
        { number, dueClass },
      ),
      ...own.flatMap((measure) => {
        const fields = {
          problem: number,
          title: measure,
          each: measure,
          owner,
          leader,
          leadUnit,
          milestones,
        };
        const key = keyOf(tasks!, { fields, place: {} });
        return key === undefined ? [] : [event('tasks', key, fields, { parentKey: String(number) })];
      }),
    ];
  });
  return [...actions, ...goals, ...stages, ...problems];
}

function present<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
