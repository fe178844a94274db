import type { LastWord, StatusLedger } from '../core/status.js';
import { nearestNames } from './names.js';
import type { Asked } from './read.js';
import type { Lookup } from './schema.js';

/** The last word on one named thing; asks which where the name fits several, says so where it fits none. */
export async function lookUp(
  lookup: Lookup,
  asked: Asked,
  ledger: StatusLedger,
  render: (template: string, data: object) => string,
): Promise<string> {
  const written = asked.name ?? '';
  const known = await ledger.lastWords(lookup.records, asked.place);
  // The village says where, not which: every project there has it in its name.
  const own = (text: string, village: string) =>
    village === '' ? text : text.replaceAll(village, '').replaceAll(village.replace(/村$/, ''), '');
  const found = nearestNames(asked.place.villages.reduce(own, written), known, (one) =>
    own(one.name, one.village),
  );
  if (found.length === 0) return render('status-lookup-none', { title: lookup.title, name: written });
  if (found.length > 1)
    return render('status-lookup-which', {
      title: lookup.title,
      names: found.map((one) => `${one.village}${one.name.replace(one.village, '')}`),
    });
  return render('status-lookup', { ...viewOf(found[0]!, lookup) });
}

function viewOf(one: LastWord, lookup: Lookup): object {
  return {
    name: one.name,
    village: one.name.includes(one.village.replace(/村$/, '')) ? '' : one.village,
    day: one.day,
    by: one.by,
    values: lookup.show.flatMap(({ field, title, unit }) => {
      const value = one.data[field];
      if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return [];
      return [{ title, value: Array.isArray(value) ? value.join('；') : value, unit }];
    }),
    unsaid: lookup.show.filter(({ field }) => one.data[field] === undefined).map(({ title }) => title),
  };
}
