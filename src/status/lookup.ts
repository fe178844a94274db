import type { LastWord, StatusLedger } from '../core/status.js';
import { nearestNames } from './names.js';
import type { Asked } from './read.js';
import type { Lookup } from './schema.js';

/** "3号行动": the number that the ledger has for it, and no name. */
const NUMBER = /^第?(?<v>\d{1,3})[号项](?:专项)?(?:行动|任务|工程)?$/u;
/** Names that are offered to choose from. */
const MOST = 3;

/** The last word on one named thing; asks which where the name fits several, says so where it fits none. */
export async function lookUp(
  lookup: Lookup,
  asked: Asked,
  ledger: StatusLedger,
  render: (template: string, data: object) => string,
): Promise<string> {
  const written = asked.name ?? '';
  const known = await ledger.lastWords(lookup.of, asked.place);
  // The village says where, not which: every project there has it in its name.
  const own = (text: string, village: string) =>
    village === '' ? text : text.replaceAll(village, '').replaceAll(village.replace(/村$/, ''), '');
  const number = NUMBER.exec(written)?.groups?.['v'];
  const found =
    number === undefined
      ? nearestNames(asked.place.villages.reduce(own, written), known, (one) => own(one.name, one.village))
      : known.filter((one) => String(one.data['number']) === number).slice(0, MOST);
  if (found.length === 0) return render('status-lookup-none', { title: lookup.title, name: written });
  if (found.length > 1)
    return render('status-lookup-which', {
      title: lookup.title,
      names: found.map((one) => `${one.village}${one.name.replace(one.village, '')}`),
    });
  return render(lookup.template, { ...viewOf(found[0]!, lookup) });
}

function viewOf(one: LastWord, lookup: Lookup): object {
  return {
    name: one.name,
    village: one.name.includes(one.village.replace(/村$/, '')) ? '' : one.village,
    day: one.day,
    by: one.by,
    number: one.data['number'] ?? '',
    due: one.data['due'] ?? '',
    source: one.data['source'] ?? '',
    values: lookup.show.flatMap(({ field, title, unit }) => {
      const value = one.data[field];
      if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return [];
      return [{ title, value: Array.isArray(value) ? value.join('；') : value, unit }];
    }),
    unsaid: lookup.show.filter(({ field }) => one.data[field] === undefined).map(({ title }) => title),
  };
}
