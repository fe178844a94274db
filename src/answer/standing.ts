import type { Indexed } from './indexed.js';
import type { Question } from './question.js';

/** When and where a question is asked. */
export interface Asked {
  on: string; // YYYY-MM-DD
  region?: string | undefined;
}

const WRONG_PLACE = 0.3;
/** What holds everywhere may hold differently in the place that is named. */
const NATIONAL = 0.6;
const WRONG_YEAR = 0.3;

/** Whether the entry is of the place and time that is asked about, 0…1. 0: it must not be given. */
export function standing(indexed: Indexed, question: Question, asked: Asked): number {
  const { entry, source, places } = indexed;
  if (indexed.silent) return 1;
  const from = entry.inForceFrom ?? source.inForceFrom ?? (source.issued === '不详' ? '' : source.issued);
  if (from !== '' && from > asked.on) return 0;
  const named = question.places;
  const local = source.region !== '全国';
  const own = named.some(
    (place) => places.includes(place) || (!entry.regionBound && indexed.text.includes(place)),
  );
  const strange = named.some((place) => !places.includes(place) && !indexed.text.includes(place));
  const here = (own && !strange) || (asked.region !== undefined && within(asked.region, places));
  if (entry.regionBound && !here) return 0;
  const amount = question.asks.some((ask) => ask.means.includes('amount') && indexed.aspects.has('amount'));
  let factor = 1;
  if (strange || (named.length > 0 && !here)) factor *= local || amount ? WRONG_PLACE : NATIONAL;
  // What one place paid is not told to another as if it were theirs.
  else if (asked.region !== undefined && local && !here && amount) factor *= WRONG_PLACE;
  if (question.elsewhere && !here && (local || amount)) factor *= WRONG_PLACE;
  if (question.years.length > 0 && !question.years.some((year) => indexed.years.has(year)))
    factor *= WRONG_YEAR;
  return factor;
}

const within = (region: string, places: readonly string[]): boolean =>
  places.some((place) => region.includes(place));
