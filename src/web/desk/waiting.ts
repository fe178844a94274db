import { Hono } from 'hono';
import { z } from 'zod';
import { mayDecide, numberOf } from '../../bulletin/index.js';
import { AppError } from '../../core/errors.js';
import { localDay } from '../../core/time.js';
import type { PlanDraft } from '../../plan/index.js';
import { allIssues } from '../../store/bulletins.js';
import { doubtfulDeliveries, openAsks, unknownSenders, waitingReviews } from '../../store/clerk/waiting.js';
import { failedMessages, retryMessage } from '../../store/inbox.js';
import { resolveUnknown } from '../../store/outbox.js';
import { listPlans } from '../../store/plans.js';
import { decideQuestions, listQuestions } from '../../store/questions.js';
import { readBody } from '../body.js';
import type { DeskDeps } from './deps.js';
import { decline, looked, note, ofCounty, viewer, type Viewer } from './viewer.js';
import type { Waiting } from './wire.js';

const DAY_MS = 86_400_000;
/** How far back questions and strangers are looked for. */
const DAYS = 60;
const uuid = (written: string): string => {
  if (z.uuid().safeParse(written).success) return written;
  throw new AppError('not-found', `${written} is no id`);
};

/** What waits for somebody, and for the clerk of the county also what only a person may decide. */
export function waiting(deps: DeskDeps): Hono {
  const { store, clock } = deps;
  const forCounty = async (who: Viewer, detail: Record<string, string>): Promise<void> => {
    if (!ofCounty(who) || who.person.role !== 'clerk') await decline(deps, who, 'desk.declined', detail);
  };
  return new Hono()
    .get('/waiting', async (c) => {
      const who = await viewer(c, deps);
      await looked(deps, who, 'look.waiting', {});
      return c.json(await waitingFor(deps, who));
    })
    .post('/questions/:number{[0-9]{1,9}}', async (c) => {
      const who = await viewer(c, deps);
      const { decision } = await readBody(c, z.object({ decision: z.enum(['approved', 'rejected']) }));
      const number = c.req.param('number');
      await forCounty(who, { question: number });
      const now = clock.now();
      const done = await decideQuestions(store.prisma, [Number(number)], decision, who.person.name, now);
      if (done > 0) await note(deps, who, `question.${decision}`, { question: number });
      return c.json({ done: done > 0 });
    })
    .post('/deliveries/:id', async (c) => {
      const who = await viewer(c, deps);
      const { decision } = await readBody(c, z.object({ decision: z.enum(['resend', 'drop']) }));
      const outgoing = uuid(c.req.param('id'));
      await forCounty(who, { outgoing });
      const done = await resolveUnknown(store.prisma, outgoing, decision, clock.now());
      if (done) await note(deps, who, `outbox.${decision}`, { outgoing });
      return c.json({ done });
    })
    .post('/failed/:id', async (c) => {
      const who = await viewer(c, deps);
      const message = uuid(c.req.param('id'));
      await forCounty(who, { message });
      const done = await retryMessage(store.prisma, message);
      if (done) await note(deps, who, 'inbox.retry', { message });
      return c.json({ done });
    });
}

async function waitingFor(deps: DeskDeps, who: Viewer): Promise<Waiting> {
  const { store, clock, knowledge } = deps;
  const { prisma } = store;
  const now = clock.now();
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  // A state waits for review where a reviewed event may start from it: the ledger says so, not this page.
  const states = knowledge.ledgers().ledgers.all.flatMap((ledger) =>
    Object.values(ledger.events)
      .filter((event) => event.review)
      .flatMap((event) => event.from.map((state) => `${ledger.id}/${state}`)),
  );
  const county = ofCounty(who);
  const clerk = county && who.person.role === 'clerk';
  const [reviews, asks, questions, plans, deliveries, strangers, failed, all] = await Promise.all([
    waitingReviews(prisma, who.scope, states),
    openAsks(prisma, who.scope, now),
    county ? listQuestions(prisma, ['open', 'answered'], since) : [],
    county ? listPlans(prisma, 'draft') : [],
    clerk ? doubtfulDeliveries(prisma) : [],
    county ? unknownSenders(prisma, since) : [],
    clerk ? failedMessages(prisma) : [],
    allIssues(prisma),
  ]);
  const { definitions } = knowledge.published();
  return {
    today: localDay(now),
    decides: clerk,
    issues: all.flatMap((issue) => {
      const definition = definitions.find((one) => one.id === issue.kind);
      if (!definition || !mayDecide(who.person, definition) || !/draft|returned/.test(issue.state)) return [];
      const { id, state, from, to, revision } = issue;
      const { title, series } = definition;
      const remarks = issue.figures.differences.length + issue.figures.doubts.length;
      return [{ id, state, from, to, revision, title, series, remarks, number: numberOf(issue, all) }];
    }),
    plans: plans.map((plan) => {
      const { actions, problems, warnings } = plan.draft as PlanDraft;
      return {
        id: plan.short,
        title: plan.title,
        file: plan.file,
        createdAt: plan.createdAt,
        actions: actions.length,
        problems: problems.length,
        warnings: warnings.map(({ code, detail, at }, i) => ({
          number: i + 1,
          code,
          detail,
          at,
          answer: plan.answers.find((one) => one.warning === i + 1)?.text ?? null,
        })),
      };
    }),
    reviews,
    asks,
    questions,
    deliveries,
    failed,
    strangers,
  };
}
