import { stableId } from '../core/ids.js';
import type { EventOutcome, ItemState, LedgerEvent, SourceRecord, WorkingDays } from '../core/ledger.js';
import { fromLocal, localDay } from '../core/time.js';
import type { Ledgers } from './book.js';
import { addDays } from './days.js';
import { fold } from './fold.js';
import type { TaskSpan } from './guard.js';
import { canonical, project } from './project.js';
import type { LedgerExample } from './schema.js';

/** Monday to Friday: examples must not depend on a year's holidays. */
const weekdays: WorkingDays = {
  add(day, count) {
    let at = day;
    for (let left = count; left > 0;) {
      at = addDays(at, 1);
      if (![0, 6].includes(new Date(`${at}T00:00:00Z`).getUTCDay())) left--;
    }
    return at;
  },
};

/** Plays an example through; returns what came out otherwise than it says. */
export function runExample(ledgers: Ledgers, example: LedgerExample): string[] {
  const { items, refused } = play(ledgers, example);
  const out: string[] = [];
  const shown = items.map(asShown);
  for (const wanted of example.items) {
    const found = shown.find(
      (one) =>
        one['key'] === wanted.key && (wanted['ledger'] === undefined || one['ledger'] === wanted['ledger']),
    );
    if (!found)
      out.push(
        `no item ${wanted.key}; there are: ${shown.map((one) => `${String(one['ledger'])}/${String(one['key'])}`).join(', ') || 'none'}`,
      );
    else
      out.push(
        ...Object.entries(wanted).flatMap(([name, value]) =>
          contains(found[name], value)
            ? []
            : [`${wanted.key}, ${name}: expected ${canonical(value)}, got ${canonical(found[name])}`],
        ),
      );
  }
  if (items.length !== example.items.length)
    out.push(
      `expected ${example.items.length} items, got ${items.map((one) => one.key).join(', ') || 'none'}`,
    );
  const got = refused.map((one) => ({
    event: one.event.type,
    reason: one.refusal!.reason,
    lacking: one.refusal!.lacking,
  }));
  const want = example.refused;
  if (got.length !== want.length || want.some((one, i) => !contains(got[i], one)))
    out.push(`refused: expected ${canonical(want)}, got ${canonical(got)}`);
  return out;
}

function play(ledgers: Ledgers, example: LedgerExample): { items: ItemState[]; refused: EventOutcome[] } {
  const messages = example.steps.flatMap((step, i) => {
    const taken = example.steps.some((other) => other.recall === i + 1);
    return taken || step.recall !== undefined ? [] : [recordsOf(step, i)];
  });
  let events = messages.flatMap((records) => project(ledgers, records));
  const numbers = new Map<string, string>();
  for (const event of events)
    if (event.data.number !== undefined && event.key !== '')
      numbers.set(`${event.ledger} ${event.data.number}`, event.key);
  // Counted numbers are given in the order in which things were first heard of.
  for (const ledger of ledgers.all.filter((one) => one.number === 'counted')) {
    const keys = [...new Set(events.filter((e) => e.ledger === ledger.id && e.key !== '').map((e) => e.key))];
    keys.forEach((key, n) => numbers.set(`${ledger.id} ${n + 1}`, key));
  }
  events = events.flatMap((event) => {
    const key = event.key === '' ? numbers.get(`${event.ledger} ${event.data.number ?? ''}`) : event.key;
    return key === undefined ? [] : [{ ...event, key }];
  });
  const streams = new Map<string, LedgerEvent[]>();
  for (const event of events)
    streams.set(`${event.ledger} ${event.key}`, [
      ...(streams.get(`${event.ledger} ${event.key}`) ?? []),
      event,
    ]);
  const children = new Map<string, TaskSpan[]>();
  const items: ItemState[] = [];
  const refused: EventOutcome[] = [];
  const byDepth = [...ledgers.all].sort(
    (a, b) => Number(a.parent === undefined) - Number(b.parent === undefined),
  );
  for (const ledger of byDepth) {
    for (const [name, stream] of streams) {
      if (!name.startsWith(`${ledger.id} `)) continue;
      const { item, outcomes } = fold(ledger, stream, { days: weekdays, tasks: children.get(name) });
      refused.push(...outcomes.filter((one) => one.refusal));
      if (!item) continue;
      items.push(item);
      const up = `${ledger.parent?.ledger ?? ''} ${item.parentKey ?? ''}`;
      if (ledger.parent) children.set(up, [...(children.get(up) ?? []), item]);
    }
  }
  return { items, refused: refused.sort((a, b) => a.event.at.getTime() - b.event.at.getTime()) };
}

function recordsOf(step: LedgerExample['steps'][number], at: number): SourceRecord[] {
  const by =
    typeof step.by === 'string' ? { name: step.by, role: 'cadre' as const, unit: '', post: '' } : step.by;
  const sentAt = fromLocal(step.at);
  return step.records.map((data, i) => ({
    id: stableId('example', String(at), String(i)),
    messageId: `m${String(at).padStart(4, '0')}`,
    index: i + 1,
    kind: data.kind,
    state: 'active',
    data,
    occurredOn: localDay(sentAt),
    sentAt,
    text: step.text,
    saidIn: step.private ? 'private' : 'room',
    by,
    place: {
      ...(step.household === undefined
        ? {}
        : { household: { id: step.household, code: step.household, householder: '' } }),
      ...(step.village === undefined ? {} : { village: step.village }),
    },
  }));
}

function asShown(item: ItemState): Record<string, unknown> {
  const { data, ...rest } = item;
  return { ...data, ...rest, village: item.place.village, household: item.place.household?.code };
}

/** Objects hold at least what is wanted; lists and values are the same. */
function contains(got: unknown, want: unknown): boolean {
  if (want === null) return got === undefined || got === null;
  if (Array.isArray(want))
    return Array.isArray(got) && got.length === want.length && want.every((one, i) => contains(got[i], one));
  if (typeof want !== 'object') return got === want;
  return (
    got !== null &&
    typeof got === 'object' &&
    Object.entries(want).every(([key, one]) => contains((got as Record<string, unknown>)[key], one))
  );
}
