import { Hono } from 'hono';
import { z } from 'zod';
import {
  closingOf,
  documentFiles,
  documentOf,
  groupText,
  mayDecide,
  nextClosing,
  numberOf,
  pictureFile,
  pictureOf,
  sectionsOf,
} from '../../bulletin/index.js';
import { AppError } from '../../core/errors.js';
import { newId } from '../../core/ids.js';
import { orderIssue } from '../../inbox/order.js';
import { allIssues } from '../../store/bulletins.js';
import { issueDeliveries, issueHistory } from '../../store/clerk/waiting.js';
import { readBody } from '../body.js';
import type { DeskDeps } from './deps.js';
import { download } from './download.js';
import { figures, type Found } from './figures.js';
import { note, viewer, type Viewer } from './viewer.js';
import type { Closing, IssueLine, IssuePage } from './wire.js';

const order = z.object({
  name: z.enum(
    ['approve', 'return', 'edit', 'hold', 'restore', 'withdraw'],
    'approve, return, edit, hold, restore or withdraw',
  ),
  rest: z.string().trim().max(4000, 'at most 4000 characters').default(''),
  revision: z.number('expected the revision that is on the page').int(),
});

/** Issues of bulletins: what may be approved is seen by those who approve, what is out by everybody on the list of officials. */
export function issues(deps: DeskDeps): Hono {
  const { store, knowledge } = deps;
  const render = (name: string, data: object) => knowledge.templates().render(name, data);

  const seenBy = async (who: Viewer): Promise<Found[]> => {
    const all = await allIssues(store.prisma);
    return all.flatMap((issue): Found[] => {
      const definition = knowledge.published().definitions.find((one) => one.id === issue.kind);
      if (!definition) return [];
      const decides = mayDecide(who.person, definition);
      const out = issue.state === 'approved' || issue.state === 'withdrawn';
      return decides || out ? [{ issue, number: numberOf(issue, all), definition, decides }] : [];
    });
  };
  const one = async (who: Viewer, id: string): Promise<Found> => {
    const found = (await seenBy(who)).find(({ issue }) => issue.id === id);
    if (!found) throw new AppError('not-found', `there is no issue ${id} for ${who.person.name}`);
    return found;
  };

  return new Hono()
    .get('/issues', async (c) => {
      const found = await seenBy(await viewer(c, deps));
      return c.json(
        found.map(lineOf).sort((a, b) => (a.to < b.to ? 1 : a.to > b.to ? -1 : a.kind < b.kind ? -1 : 1)),
      );
    })
    .get('/closings', async (c) => {
      const who = await viewer(c, deps);
      const now = deps.clock.now();
      const found = knowledge.published().definitions.map((one): Closing => ({
        ...{ kind: one.id, title: one.title, closes: closingOf(one), next: nextClosing(one, now) },
        decides: mayDecide(who.person, one),
      }));
      return c.json(found.sort((a, b) => a.next.getTime() - b.next.getTime() || (a.kind < b.kind ? -1 : 1)));
    })
    .get('/issues/:id', async (c) => {
      const who = await viewer(c, deps);
      const found = await one(who, c.req.param('id'));
      const { issue, definition, number, decides } = found;
      const [deliveries, history] = await Promise.all([
        issueDeliveries(store.prisma, issue.id),
        issueHistory(store.prisma, issue.id),
      ]);
      const computed = sectionsOf({ ...issue, held: [], words: {} }, render);
      const { corrections, differences, doubts, reports } = issue.figures;
      const page: IssuePage = {
        ...lineOf(found),
        cutOff: issue.cutOff,
        source: definition.source,
        text: groupText(definition, issue, number, render),
        sections: issue.figures.sections.map((section, i) => ({
          ...section,
          words: issue.words[section.id] ?? computed[i]!.text,
          computed: computed[i]!.text,
          held: issue.held.includes(section.id),
          columns: definition.sections.find(({ id }) => id === section.id)?.table?.figures ?? [],
        })),
        corrections,
        // What units stated beside the ledger is for whoever approves, not for everybody.
        differences: decides ? differences : [],
        doubts: decides ? doubts : [],
        reports: reports ?? null,
        document: documentOf(definition, issue, number, render),
        picture: pictureOf(definition, issue, number) !== undefined,
        deliveries,
        history,
      };
      if (decides) await note(deps, who, 'look.bulletin', { bulletin: issue.id });
      return c.json(page);
    })
    .get('/issues/:id/files/:what{png|docx|xlsx}', async (c) => {
      const who = await viewer(c, deps);
      const { issue, definition, number } = await one(who, c.req.param('id'));
      const what = c.req.param('what');
      const file =
        what === 'png'
          ? await pictureFile(definition, issue, number)
          : (await documentFiles(definition, issue, number, render)).find(({ name }) => name.endsWith(what));
      if (!file) throw new AppError('not-found', 'this issue has no picture: no table stands in it');
      if (what !== 'png') await note(deps, who, 'bulletin.file', { bulletin: issue.id, format: what });
      return download(c, file.name, file.type, file.bytes);
    })
    .post('/issues/:id/orders', async (c) => {
      const who = await viewer(c, deps);
      const body = await readBody(c, order);
      const { issue } = await one(who, c.req.param('id'));
      const desk = knowledge.bulletins();
      if (!desk) throw new AppError('not-found', 'no bulletins are defined');
      const done = await orderIssue(
        { store, gateway: deps.gateway, desk, mask: deps.mask, newId },
        { ...body, issueId: issue.id, contactId: who.contactId, now: deps.clock.now() },
        who.person,
      );
      if (!done) throw new AppError('not-found', `there is no issue ${issue.id}`);
      await deps.wake.deliveries(done.speaking);
      return c.json({ say: done.say, done: done.done });
    })
    .route('/', figures(deps, one));
}

function lineOf({ issue, number, definition, decides }: Found): IssueLine {
  const { id, kind, from, to, state, revision, approvedBy, approvedAt } = issue;
  return {
    ...{ id, kind, from, to, state, revision, approvedBy, approvedAt },
    ...{ number, decides, title: definition.title, series: definition.series, year: issue.year },
    // Seen by those who decide alone: a difference is their business.
    remarks: decides ? issue.figures.differences.length + issue.figures.doubts.length : 0,
  };
}
