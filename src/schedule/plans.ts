import type { DutyBook } from '../duty/index.js';
import type { Templates } from '../reply/index.js';
import type { Store } from '../store/client.js';
import { loadOfficials } from '../store/duty-facts.js';
import { privateTalks } from '../store/nudges.js';
import { plansUnsaid, type KeptPlan } from '../store/plans.js';
import { sayAll } from '../store/say.js';

export interface PlanClockDeps {
  store: Store;
  gateway: string;
  book(): DutyBook;
  templates(): Templates;
}

type Draft = { actions: unknown[]; problems: unknown[]; warnings: unknown[] };

/**
 * Tells the county's office in private of each plan that was saved and waits for a person, once, in working hours. Resolves
 * with the conversations that now have something to say.
 */
export async function announcePlans(deps: PlanClockDeps, now: Date): Promise<string[]> {
  const book = deps.book();
  if (!book.calendar.inHours(now)) return [];
  const plans = await plansUnsaid(deps.store.prisma);
  if (plans.length === 0) return [];
  return deps.store.prisma.$transaction(async (tx) => {
    const office = new RegExp(book.settings.office, 'u');
    const clerks = (await loadOfficials(tx)).filter(
      ({ role, unit, villages }) => role === 'clerk' && office.test(unit) && villages.length === 0,
    );
    const talks = await privateTalks(
      tx,
      deps.gateway,
      clerks.map(({ id }) => id),
    );
    const said = plans.flatMap((plan) =>
      [...talks.values()].map((id) => ({
        conversation: { id },
        key: `plan-draft:${plan.id}:${id}`,
        purpose: 'plan-draft',
        text: deps.templates().render('plan-waiting', wordsOf(plan)),
        mentions: [],
        because: { plan: plan.id },
      })),
    );
    return sayAll(tx, deps.gateway, said, now);
  });
}

function wordsOf({ short, title, draft, answers }: KeptPlan): object {
  const { actions, problems, warnings } = draft as Draft;
  return {
    short,
    title,
    actions: actions.length,
    problems: problems.length,
    warnings: warnings.length - answers.length,
  };
}
