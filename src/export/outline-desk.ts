import type { ExportAnswer, ExportStore } from '../core/export.js';
import type { HouseholdIndex, Person } from '../core/household.js';
import type { Place } from '../core/status.js';
import { localDay, toLocal } from '../core/time.js';
import { accessOf, mayAsk, ownPlace, placesIn, unreadIn, type Metric } from '../status/index.js';
import { readPeriod } from '../understand/values/index.js';
import { outlineOf, sameUnit, unitIn, type About } from './outline.js';
import type { OutlineDefinition } from './outline-schema.js';
import type { ExportWords } from './schema.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const COUNTY: Place = { towns: [], villages: [], title: '全县' };

export interface OutlineDeps {
  metrics: ReadonlyMap<string, Metric>;
  words: ExportWords;
  register: HouseholdIndex;
  render(template: string, data: object): string;
}

/** Puts a paper together for somebody who may see what is in it, as a draft that goes to them alone. */
export async function answerOutline(
  definition: OutlineDefinition,
  { text, contactId, now }: { text: string; contactId: string; now: Date },
  store: ExportStore,
  { metrics, words, register, render }: OutlineDeps,
): Promise<ExportAnswer> {
  const { id, title } = definition;
  const say = (reason: string, data: object = {}) => ({
    text: render('export', { reason, title, place: '', period: '', rows: 0, most: words.most, ...data }),
    because: { export: id, contact: contactId },
  });
  const person = await store.person(contactId);
  if (!person) return say('unknown-person');
  const about =
    definition.about === 'unit' ? unitOf(text, person, register, words) : placeOf(text, person, register);
  if ('several' in about) return say('which-town', { place: about.several });
  const said = readPeriod(text, { sentAt: toLocal(now) });
  const unread = unreadIn(text, {
    ...words,
    spans: [...about.spans, ...(said ? [said] : [])],
    words: [...words.ask, ...definition.words],
  });
  if (unread.length > 0) return say('unread', { place: unread.join('”“') });
  const name = about.unit ?? about.place.title;
  if (!about.allowed)
    return {
      ...say('declined', { place: name }),
      audit: { actor: person.name, action: 'export.declined', detail: { ledger: id, place: name } },
    };
  const period = periodOf(text, definition.period, now);
  const bytes = await outlineOf(definition, { ...about, period }, metrics, store, localDay(now));
  const file = {
    name: `${name}${title}-${period.title}.docx`.replace(/[\\/:*?"<>|]/g, '-'),
    type: DOCX,
    bytes,
  };
  return {
    ...say('paper', { place: name, period: period.title }),
    file: await store.keep(file),
    audit: {
      actor: person.name,
      action: 'export',
      detail: { ledger: id, place: name, from: period.from, to: period.to, format: 'docx' },
    },
  };
}

type Who =
  | (Pick<About, 'unit' | 'place'> & { allowed: boolean; spans: readonly { from: number; to: number }[] })
  | { several: string };

/** The unit named, a town or village as a unit, else one's own; others' are for leaders and clerks of the county or that place. */
function unitOf(text: string, person: Person, register: HouseholdIndex, words: ExportWords): Who {
  const named = unitIn(text, words.ask);
  const here = placeOf(text, person, register);
  if ('several' in here) return here;
  const unit = named ?? (here.spans.length > 0 ? here.place.title : person.unit);
  const own = person.unit !== '' && (person.unit === unit || sameUnit(unit, person.unit));
  const allowed =
    own ||
    accessOf(person, register).all ||
    (here.spans.length > 0 && here.allowed && isOf(unit, here.place));
  const at = named === undefined ? 0 : text.indexOf(named);
  const spans = [...here.spans, ...(named === undefined ? [] : [{ from: at, to: at + named.length }])];
  return { unit: own ? person.unit : unit, place: COUNTY, allowed, spans };
}

/** A town's or village's own unit bears its name in front: 枫林镇, 枫林镇人民政府. */
const isOf = (unit: string, { towns, villages }: Place): boolean =>
  [...towns, ...villages].some((name) => unit.startsWith(name));

function placeOf(text: string, person: Person, register: HouseholdIndex): Who {
  const access = accessOf(person, register);
  const where = placesIn(text, register);
  if (where.type === 'several') return { several: where.village };
  const place = where.type === 'place' ? where.place : ownPlace(access);
  const allowed = mayAsk(access, place, (village) => register.village(village)?.towns ?? []);
  return { place, allowed, spans: where.type === 'place' ? where.spans : [] };
}

function periodOf(text: string, usual: string, now: Date): About['period'] {
  const sentAt = toLocal(now);
  const said = readPeriod(text, { sentAt });
  if (said) return { ...said.value, title: text.slice(said.from, said.to) };
  const found = readPeriod(usual, { sentAt })!; // the definition's own words, read when it was loaded
  return { ...found.value, title: usual };
}
