import type { Context } from 'hono';
import { Hono } from 'hono';
import { z } from 'zod';
import { isStanding, queryOf, type BulletinDefinition } from '../../bulletin/index.js';
import { countKnown } from '../../status/index.js';
import type { Issue } from '../../core/bulletin.js';
import { AppError } from '../../core/errors.js';
import type { Place } from '../../core/status.js';
import { placeOfUnit } from '../../schedule/index.js';
import { ownPlace } from '../../status/index.js';
import { recordsBehind } from '../../store/clerk/one.js';
import { countStatus, listStatus } from '../../store/status.js';
import { readQuery } from '../body.js';
import type { DeskDeps } from './deps.js';
import { note, viewer, type Viewer } from './viewer.js';
import type { FigureTrace } from './wire.js';

/** An issue with what it is made by. */
export interface Found {
  issue: Issue;
  number: number;
  definition: BulletinDefinition;
  decides: boolean; // whether the viewer may decide about it
}

const query = z.object({
  /** A figure of the issue, or the label of a difference. */
  metric: z.string().min(1, 'expected the id of a figure').optional(),
  label: z.string().min(1).optional(),
  unit: z.string().min(1).optional(),
  /** A row of a table. */
  name: z.string().min(1).optional(),
});

const COUNTY: Place = { towns: [], villages: [], title: '全县' };

/** A figure back to what it counts: base, cut-off, and the records behind it as far as the viewer may see them. */
export function figures(deps: DeskDeps, one: (who: Viewer, id: string) => Promise<Found>): Hono {
  const { store, knowledge } = deps;
  return new Hono().get('/issues/:id/figure', async (c: Context<object, '/issues/:id/figure'>) => {
    const who = await viewer(c, deps);
    const { issue, definition, decides } = await one(who, c.req.param('id'));
    const { metric: wanted, label, unit, name } = readQuery(c, query);
    const id = wanted ?? definition.stated.find((rule) => rule.labels.includes(label ?? ''))?.metric;
    const metric = id === undefined ? undefined : knowledge.published().metrics.get(id);
    const section = issue.figures.sections.find(
      (part) =>
        part.figures.some((figure) => figure.id === id) ||
        definition.sections.find(({ id: of }) => of === part.id)?.table?.figures.includes(id ?? ''),
    );
    // Only what the issue says: this is no way to count anything else.
    if (!metric || !id || (!section && label === undefined))
      throw new AppError('not-found', `the issue has no figure ${wanted ?? label ?? ''}`);
    const place = placeOf(name ?? unit, section?.table?.by);
    if (!place) throw new AppError('not-found', `${name ?? unit ?? ''}: no town or village of the register`);
    const figure = section?.figures.find((of) => of.id === id);
    const difference = issue.figures.differences.find((d) => d.unit === unit && d.title === label);
    const seen: Place | undefined = who.access.all ? place : name || unit ? undefined : ownPlace(who.access);
    const known = await countKnown(metric, knowledge.published().metrics, (of, count) =>
      countStatus(store.prisma, { ...queryOf(of, issue, place), count }),
    );
    const answer: FigureTrace = {
      title: metric.title,
      unit: metric.unit,
      place: place.title,
      source: metric.source,
      from: issue.from,
      to: issue.to,
      standing: isStanding(metric),
      cutOff: issue.cutOff,
      value: name || unit ? null : (figure?.value ?? null),
      base: name || unit ? null : (figure?.base ?? null),
      baseTitle: figure?.baseTitle ?? '',
      before: name || unit ? null : (figure?.before ?? null),
      unknown: name || unit ? 0 : (figure?.unknown ?? 0),
      now: known.counted.value ?? null,
      rows: seen ? await listStatus(store.prisma, queryOf(metric, issue, seen)) : [],
      rowsOf: seen?.title ?? '',
      stated:
        decides && difference
          ? {
              unit: difference.unit,
              label: difference.title,
              value: difference.stated,
              computed: difference.computed,
              records: await recordsBehind(store.prisma, who.scope, difference.messageId),
            }
          : null,
    };
    await note(deps, who, 'look.figure', { bulletin: issue.id, metric: id, place: place.title });
    return c.json(answer);
  });

  function placeOf(written: string | undefined, by: string | undefined): Place | undefined {
    if (written === undefined) return COUNTY;
    if (by === 'category') return undefined;
    return placeOfUnit(written, knowledge.register());
  }
}
