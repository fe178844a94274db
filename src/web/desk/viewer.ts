import type { Context } from 'hono';
import { AppError } from '../../core/errors.js';
import type { Person } from '../../core/household.js';
import { newId } from '../../core/ids.js';
import type { Place } from '../../core/status.js';
import { accessOf, mayAsk, ownPlace, type Access } from '../../status/index.js';
import { keepAudit } from '../../store/audit.js';
import { viewerOf, type Scope } from '../../store/clerk/scope.js';
import type { DeskDeps } from './deps.js';

/** In whose name somebody looks, and what that person may see. */
export interface Viewer {
  contactId: string;
  person: Person;
  access: Access;
  scope: Scope;
  /** 全县, a town, the households they help. */
  title: string;
}

/**
 * Whoever `?as=` names, by the gateway's id. There is no sign-in on the loopback: as in the local groups one chooses in
 * whose name, and what that person may not see is not there. Throws an AppError for who is not on the list of officials.
 */
export async function viewer(c: Context, { store, gateway, knowledge }: DeskDeps): Promise<Viewer> {
  const as = c.req.query('as') ?? '';
  const found = as === '' ? undefined : await viewerOf(store.prisma, gateway, as);
  if (!found)
    throw new AppError('not-known', 'as: expected the id of somebody who is on the list of officials');
  const access = accessOf(found.person, knowledge.register());
  const { towns, villages } = access;
  const place: Place = { towns: [...towns], villages: [...villages], title: '' };
  return {
    ...found,
    access,
    scope: { all: access.all, place, person: found.person.name, contactId: found.contactId },
    title: ownPlace(access).title,
  };
}

/** Clerks and leaders of the county: whoever may see what concerns all of it. */
export const ofCounty = ({ access, person }: Viewer): boolean => access.all && person.role !== 'cadre';

/** Writes down that somebody looked at something, or did something, on the page. */
export function note(
  { store, clock }: DeskDeps,
  { person }: Viewer,
  action: string,
  detail: Record<string, string>,
): Promise<void> {
  const at = clock.now();
  return keepAudit(store.prisma, { id: newId(at.getTime()), at, actor: person.name, action, detail });
}

/** A page that stays open reads again and again; that is one look. */
const ONE_LOOK_MS = 600_000;
const looks = new WeakMap<object, Map<string, number>>();

/** Writes down that somebody looked at something, where they did not within the last ten minutes. */
export async function looked(
  deps: DeskDeps,
  who: Viewer,
  action: string,
  detail: Record<string, string>,
): Promise<void> {
  const now = deps.clock.now().getTime();
  const known = looks.get(deps.store) ?? new Map<string, number>();
  looks.set(deps.store, known);
  const key = JSON.stringify([who.contactId, action, detail]);
  const before = known.get(key);
  if (before !== undefined && before <= now && now - before < ONE_LOOK_MS) return;
  await note(deps, who, action, detail);
  for (const [one, at] of known) if (now - at >= ONE_LOOK_MS) known.delete(one);
  known.set(key, now);
}

/** A town, or a village with its town, as the query names it; undefined where it names none. */
export function placeAsked(query: {
  town?: string | undefined;
  village?: string | undefined;
}): Place | undefined {
  const { town, village } = query;
  if (village !== undefined)
    return {
      towns: [],
      villages: [village],
      title: village,
      ...(town === undefined ? {} : { within: town }),
    };
  return town === undefined ? undefined : { towns: [town], villages: [], title: town };
}

/** Whether the viewer answers for a place. */
export function mayLook({ access }: Viewer, place: Place, { knowledge }: DeskDeps): boolean {
  return mayAsk(access, place, (village) => knowledge.register().village(village)?.towns ?? []);
}

/** Refuses, and writes down that it did. */
export async function decline(
  deps: DeskDeps,
  who: Viewer,
  action: string,
  detail: Record<string, string>,
): Promise<never> {
  await note(deps, who, action, detail);
  throw new AppError(
    'not-yours',
    `${who.person.name} may not see or do this here; that it was tried is written down`,
  );
}
