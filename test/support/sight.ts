import { AppError } from '../../src/core/errors.js';
import type { Sight, Viewer } from '../../src/web/sight.js';

/** Who looks where no register is behind the pages: `people` by id, each with the access of a clerk of the county unless said otherwise. */
export function fakeSight(
  people: Record<string, { name: string; unit?: string; scope?: Partial<Viewer['scope']> }>,
) {
  const trail: { actor: string; action: string; detail: Record<string, string> }[] = [];
  const keep = (who: Viewer, action: string, detail: Record<string, string>) => {
    trail.push({ actor: who.person.name, action, detail });
    return Promise.resolve();
  };
  const sight: Sight = {
    viewer(c) {
      const id = c.req.query('as') ?? '';
      const found = people[id];
      if (!found) return Promise.reject(new AppError('not-known', 'as: expected the id of somebody'));
      const { name, unit = '' } = found;
      const scope = { all: true, place: { towns: [], villages: [], title: '' }, person: name, contactId: id, ...found.scope }; // prettier-ignore
      return Promise.resolve({
        contactId: scope.contactId,
        person: { name, unit, post: '', role: 'clerk', villages: [], phone: null, alias: null },
        access: { all: scope.all, towns: new Set(), villages: new Set() },
        scope,
        title: '',
      } as unknown as Viewer);
    },
    looked: keep,
    async declined(who, detail) {
      await keep(who, 'look.declined', detail);
      throw new AppError('not-yours', 'not yours');
    },
  };
  return { sight, trail };
}
