import type { ExportAnswer, ExportStore } from '../core/export.js';
import type { HouseholdIndex } from '../core/household.js';
import { accessOf, mayAsk, ownPlace, placesIn, unreadIn } from '../status/index.js';
import { draw, rollOf, seedOf } from './draw.js';
import type { DrawAsked, DrawDefinition } from './draw-schema.js';
import type { ExportWords } from './schema.js';

/** Names of one answer; a spot check of more is no spot check. */
const MOST = 50;

export interface DrawDeps {
  words: ExportWords;
  register: HouseholdIndex;
  render(template: string, data: object): string;
}

/** Draws names at random for a leader or clerk, in private; who drew what by which seed is written down. */
export async function answerDraw(
  { definition, count, seed: stated, words: said }: DrawAsked,
  { text, contactId, messageId }: { text: string; contactId: string; messageId: string },
  store: ExportStore,
  { words, register, render }: DrawDeps,
): Promise<ExportAnswer> {
  const { id, title } = definition;
  const say = (reason: string, data: object = {}) => ({
    text: render('draw', {
      reason,
      title,
      place: '',
      count,
      most: MOST,
      of: 0,
      seed: '',
      names: [],
      ...data,
    }),
    because: { draw: id, contact: contactId },
  });
  const person = await store.person(contactId);
  if (!person) return say('unknown-person');
  const declined = (reason: string, place: string): ExportAnswer => ({
    ...say(reason, { place }),
    audit: { actor: person.name, action: 'draw.declined', detail: { draw: id, place } },
  });
  if (person.role === 'cadre') return declined('not-yours', '');
  if (count > MOST) return say('too-many');
  const access = accessOf(person, register);
  const where = placesIn(text, register);
  if (where.type === 'several') return say('which-town', { place: where.village });
  const unread = unreadIn(text, {
    fillers: words.fillers,
    words: said,
    spans: where.type === 'place' ? where.spans : [],
  });
  if (unread.length > 0) return say('unread', { place: unread.join('”“') });
  const place = where.type === 'place' ? where.place : ownPlace(access);
  if (!mayAsk(access, place, (village) => register.village(village)?.towns ?? []))
    return declined('declined', place.title);
  const all: { key: string; name: string }[] = [];
  for await (const row of store.rows({ from: sourceOf(definition), place })) {
    const one = lotOf(definition, row);
    if (one) all.push(one);
  }
  if (all.length === 0) return say('nobody', { place: place.title });
  const seed = stated ?? seedOf(messageId);
  const drawn = draw(all, count, seed);
  const roll = rollOf(all);
  return {
    ...say('drawn', {
      place: place.title,
      of: all.length,
      count: drawn.length,
      seed,
      roll,
      names: drawn.map((one) => one.name),
    }),
    audit: {
      actor: person.name,
      action: 'draw',
      detail: {
        draw: id,
        place: place.title,
        seed,
        roll,
        of: all.length,
        drawn: drawn.map((one) => one.key).join(' '),
      },
    },
  };
}

type Row = Readonly<Record<string, unknown>>;

function sourceOf({ from }: DrawDefinition) {
  if ('items' in from) return { items: from.items };
  return 'people' in from ? { people: true as const } : { households: true as const };
}

/** A row as a lot, where it may be drawn: what is closed or nobody else's business is not. */
function lotOf({ from }: DrawDefinition, row: Row): { key: string; name: string } | undefined {
  const text = (name: string): string => (typeof row[name] === 'string' ? row[name] : '');
  if ('items' in from) {
    if (text('closedAt') !== '' || row['discreet'] === true) return undefined;
    const number = typeof row['number'] === 'number' ? `${row['number']}号` : '';
    return { key: `${from.items} ${number}${text('title')}`, name: `${number}${text('title')}` };
  }
  if ('people' in from) {
    const { posts, units, roles } = from.people;
    if (roles && !(roles as string[]).includes(text('role'))) return undefined;
    if (posts !== undefined && !new RegExp(posts, 'u').test(text('post'))) return undefined;
    if (units !== undefined && !new RegExp(units, 'u').test(text('unit'))) return undefined;
    return {
      key: text('key'),
      name: `${text('name')}（${[text('unit'), text('post')].filter(Boolean).join(' ')}）`,
    };
  }
  const { category, attributes = {} } = from.households;
  if (category && !category.includes(text('category'))) return undefined;
  const cells = (row['attributes'] ?? {}) as Record<string, string>;
  if (!Object.entries(attributes).every(([column, values]) => values.includes(cells[column] ?? '')))
    return undefined;
  return { key: text('householdCode'), name: `${text('householder')}（${text('village')}${text('group')}）` };
}
