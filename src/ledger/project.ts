import { stableId } from '../core/ids.js';
import type { LedgerEvent, SourceRecord } from '../core/ledger.js';
import { patternOf } from '../core/pattern.js';
import type { Ledgers } from './book.js';
import { keyOf, type Values } from './key.js';
import type { LedgerDefinition, LedgerSource } from './schema.js';

/** A record of this shape may lead to events: a cheap look, before anything is read for it. */
export function concerns(
  ledgers: Ledgers,
  record: { kind: string; data: Readonly<Record<string, unknown>> },
): boolean {
  return ledgers.sources(record.kind).some(({ source }) => applies(source, record.data));
}

/** Something may have to be said about what a record of this shape does: told, asked for, or refused. */
export function speaks(
  ledgers: Ledgers,
  record: { kind: string; data: Readonly<Record<string, unknown>> },
): boolean {
  return ledgers.sources(record.kind).some(({ ledger, source }) => {
    const type = typeOf(source, record.data);
    const rule = type === undefined ? undefined : ledger.events[type];
    if (!rule || !applies(source, record.data)) return false;
    const asks = rule.opens && Object.values(ledger.requires).some((one) => one !== undefined);
    const guarded =
      rule.who !== undefined ||
      rule.where !== undefined ||
      rule.one ||
      rule.needs.length > 0 ||
      rule.needsWhere.length > 0 ||
      source.by !== undefined;
    return asks || guarded || rule.says !== undefined || ledger.tells.some((tell) => tell.event === type);
  });
}

function applies(source: LedgerSource, data: Readonly<Record<string, unknown>>): boolean {
  const needed = source.each === undefined ? source.has : [...source.has, source.each];
  if (needed.length > 0 && !needed.some((name) => data[name] !== undefined)) return false;
  const shows = ([name, shown]: [string, string]) => patternOf(shown).test(textsOf(data[name]));
  return (
    Object.entries(source.when).every(([name, values]) => values.some((value) => value === data[name])) &&
    Object.entries(source.matches).every(shows)
  );
}

/**
 * The events that the records of one message stand for. The same records give the same events with the same ids; a
 * record that changed gives others. An event whose item is named by its number has the key '' and `data.number`.
 */
export function project(ledgers: Ledgers, records: readonly SourceRecord[]): LedgerEvent[] {
  const events = records
    .filter((record) => record.state === 'active')
    .flatMap((record) =>
      ledgers
        .sources(record.kind)
        .filter(({ source }) => applies(source, record.data))
        .flatMap(({ ledger, source }) => eventsOf(ledger, source, record, records)),
    );
  const wanted = new Map<string, Set<string>>();
  for (const event of events) {
    const same = `${event.ledger} ${event.type}`;
    wanted.set(same, (wanted.get(same) ?? new Set()).add(targetOf(event)));
  }
  return events.map((event) => {
    const data = { ...event.data, together: wanted.get(`${event.ledger} ${event.type}`)!.size };
    const { by: _, ...facts } = data;
    return {
      ...event,
      data,
      id: stableId('event', event.recordId!, event.ledger, event.type, targetOf(event), canonical(facts)),
    };
  });
}

/** The same of records of several messages. */
export function projectAll(ledgers: Ledgers, records: readonly SourceRecord[]): LedgerEvent[] {
  const byMessage = new Map<string, SourceRecord[]>();
  for (const record of records)
    byMessage.set(record.messageId, [...(byMessage.get(record.messageId) ?? []), record]);
  return [...byMessage.values()].flatMap((all) => project(ledgers, all));
}

function targetOf(event: LedgerEvent): string {
  return event.key === '' ? `#${event.data.number ?? ''}` : event.key;
}

function eventsOf(
  ledger: LedgerDefinition,
  source: LedgerSource,
  record: SourceRecord,
  all: readonly SourceRecord[],
): LedgerEvent[] {
  const type = typeOf(source, record.data);
  if (type === undefined || ledger.events[type] === undefined) return [];
  const texts = source.each === undefined ? [undefined] : listOf(record.data[source.each]);
  return texts.flatMap((each, i) => {
    const values: Values = {
      fields: { ...record.data, ...(each === undefined ? {} : { each }) },
      place: record.place,
    };
    const fields = Object.fromEntries(
      Object.entries(source.fields).flatMap(([name, from]) => {
        const found = [from].flat().find((one) => values.fields[one] !== undefined);
        return found === undefined ? [] : [[name, values.fields[found]]];
      }),
    );
    for (const [name, pattern] of Object.entries(source.words))
      if (patternOf(pattern).test(record.text)) fields[name] = true;
    const named = {
      fields: { ...fields, ...(each === undefined ? {} : { each }) },
      place: record.place,
      by: record.by.name,
    };
    const number = source.by === undefined ? undefined : record.data[source.by];
    if (source.by !== undefined && typeof number !== 'number') return [];
    const key = source.by === undefined ? keyOf(ledger, named) : '';
    if (key === undefined) return [];
    const stated =
      ledger.number === 'stated' && typeof fields['number'] === 'number' ? fields['number'] : undefined;
    const parentKey =
      ledger.parent === undefined ? undefined : keyOf({ key: ledger.parent.key, tidy: [] }, named);
    return [
      {
        id: '',
        ledger: ledger.id,
        key,
        type,
        recordId: record.id,
        messageId: record.messageId,
        at: record.sentAt,
        data: {
          order: record.index * 100 + i,
          day: record.occurredOn,
          saidIn: record.saidIn,
          by: record.by,
          together: 1,
          fields,
          place: record.place,
          ...definedOnly({
            dueClass: classOf(ledger, record, all),
            number: typeof number === 'number' ? number : stated,
            parentKey,
          }),
        },
      },
    ];
  });
}

/** What a record means: always the same, or what the first of some fields says. */
function typeOf({ event }: LedgerSource, data: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof event === 'string') return event;
  const value = [event.field].flat().flatMap((name) => data[name] ?? [])[0];
  return mapped(value, event.map);
}

function mapped(value: unknown, map: Readonly<Record<string, string>>): string | undefined {
  return typeof value === 'string' ? (map[value] ?? value) : undefined;
}

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
}

/** How the deadline is set. The words of the message count for a record that is its only one of the kind. */
export function classOf(
  ledger: LedgerDefinition,
  record: Pick<SourceRecord, 'kind' | 'data' | 'text'>,
  all: readonly Pick<SourceRecord, 'kind'>[],
): string | undefined {
  const alone = all.filter((one) => one.kind === record.kind).length <= 1;
  const words = `${textsOf(record.data)} ${alone ? record.text : ''}`;
  return ledger.classes.find(
    (one) =>
      (one.when !== undefined && record.data[one.when] !== undefined && record.data[one.when] !== false) ||
      (one.pattern !== undefined && patternOf(one.pattern).test(words)),
  )?.is;
}

function textsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return '';
  return Object.values(value).map(textsOf).join(' ');
}

function definedOnly<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** JSON in which the order of keys says nothing: the database keeps its own. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
    .join(',')}}`;
}
