import type { NewRecord } from '../core/effects.js';
import type { WorkRecord } from '../core/records.js';
import type { KindRule, Turn } from './ports.js';
import { homeNamed, namedBy, whereOf } from './record.js';

type Columns = Pick<NewRecord, 'occurredOn' | 'householdCode' | 'village' | 'subject'>;

/** The households that a message's own records settled, by the names it uses for them; of two of a name neither. */
export function homes(turn: Turn, work: readonly { record: WorkRecord }[]): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  const several = new Set<string>();
  for (const { record } of work) {
    const code = record['householdId'];
    const home = typeof code === 'string' ? turn.understanding.households.byCode(code) : undefined;
    for (const name of [namedBy(record), home?.householder])
      if (home && name !== undefined) {
        if (out.has(name) && out.get(name) !== home.code) several.add(name);
        out.set(name, home.code);
      }
  }
  for (const name of several) out.delete(name);
  return out;
}

/**
 * A record that only names a household (a risk seen in a visit, a loan) belongs to it where it can be only one: the one
 * the same message is about, else the register's only one of exactly that name. Nobody is asked about it.
 */
export function placed(
  columns: Columns,
  record: WorkRecord,
  rule: KindRule,
  turn: Turn,
  known: ReadonlyMap<string, string>,
): Columns {
  const field = rule.ledger?.household;
  const name = field === undefined ? undefined : record[field];
  if (columns.householdCode !== undefined || typeof name !== 'string') return columns;
  const { households } = turn.understanding;
  const home = households.byCode(known.get(name) ?? '') ?? homeNamed(record, rule, households);
  return home ? { ...columns, householdCode: home.code, village: home.village } : columns;
}

/** The households that a record may be about which only names one, where they are several and nothing tells which. */
export function namesakes(
  record: WorkRecord,
  rule: KindRule,
  columns: Pick<Columns, 'householdCode'>,
  { understanding: { households } }: Turn,
): string[] {
  const field = rule.ledger?.household;
  const name = field === undefined ? undefined : record[field];
  if (columns.householdCode !== undefined || typeof name !== 'string') return [];
  const found = households.find(name, whereOf(record));
  return found.type === 'many' ? found.households.map(({ code }) => code) : [];
}

/** The village of what has none of its own: the first of its words, its people, its sender and its group that can be only one. */
export async function located(
  columns: Columns,
  record: WorkRecord,
  rule: KindRule,
  turn: Turn,
  alone: boolean,
): Promise<Columns> {
  const place = rule.ledger?.place;
  if (!place || columns.village !== undefined || columns.householdCode !== undefined) return columns;
  const words = place.texts.map((field) => record[field]).filter((one) => typeof one === 'string');
  const said = villagesIn([...words, ...(alone ? [turn.message.text] : [])].join('\n'), turn);
  // Words that name two places leave it open: nothing else may decide between them.
  if (said.length > 0) return said.length === 1 ? { ...columns, village: said[0] } : columns;
  const may = Object.entries(place.when).every(([field, values]) =>
    values.some((value) => value === record[field]),
  );
  const village = may ? await concluded(record, place.people, turn) : undefined;
  return village === undefined ? columns : { ...columns, village };
}

async function concluded(
  record: WorkRecord,
  people: readonly string[],
  turn: Turn,
): Promise<string | undefined> {
  const { message, reader } = turn;
  for (const field of people) {
    const name = record[field];
    const found = typeof name === 'string' ? only(await reader.placesOf(name), turn) : undefined;
    if (found !== undefined) return found;
  }
  const topic = message.conversationKind === 'room' ? villagesIn(message.topic, turn) : [];
  return only(message.senderVillages, turn) ?? (topic.length === 1 ? topic[0] : undefined);
}

/** A village of the register, where these places are one village and no town. */
function only(places: readonly string[], turn: Turn): string | undefined {
  const [one] = places;
  return places.length === 1 ? turn.understanding.households.village(one!)?.village : undefined;
}

function villagesIn(text: string, { understanding: { households } }: Turn): string[] {
  const found = new Set<string>();
  for (let at = 0; at < text.length; at++) {
    const village = households.villageAt(text, at);
    if (!village) continue;
    found.add(village.village);
    at += village.written.length - 1;
  }
  return [...found];
}
