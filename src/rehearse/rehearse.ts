import type { Incoming, Say } from '../core/chat.js';
import { toLocal } from '../core/time.js';
import { causesOf, externalIds, nextToSay } from '../store/rehearsal.js';
import type { Store } from '../store/client.js';
import { REHEARSAL } from './chat.js';
import type { ScriptClock } from './clock.js';
import type { Pipeline } from './pipeline.js';
import type { ScriptEvent } from './script.js';

/** One message the bot would send. `because` is one cause, or several where one text answers several messages. */
export interface Line {
  at: string; // YYYY-MM-DDTHH:mm, Asia/Shanghai
  to: { room: string } | { person: string };
  text: string;
  attachments: { name: string; type: string }[];
  because: object;
}

/** What happens by the clock. Each run must bear being repeated. */
export interface Timetable {
  /** The first moment after `after` at which something may be due. */
  next(after: Date): Promise<Date | undefined>;
  run(now: Date): Promise<void>;
  /** Answers whoever asked for their to-dos. */
  asked(now: Date): Promise<void>;
}

export interface RehearsalDeps {
  store: Store;
  pipeline: Pipeline;
  timetable: Timetable;
  clock: ScriptClock;
  botName: string;
  out(line: Line): Promise<void> | void;
  /** Called now and then with how far the script has come, 0 to 1. */
  progress(share: number, at: Date): void;
}

/** Plays the events in their order and hands every message the bot would send to `out`, in order of time. */
export async function rehearse(events: readonly ScriptEvent[], deps: RehearsalDeps): Promise<void> {
  const { clock, pipeline } = deps;
  for (let i = 0; i < events.length;) {
    const at = events[i]!.at;
    await passTime(at, deps);
    clock.advance(at);
    // What is said in the same minute is taken together, as a busy hour would.
    const together: ScriptEvent[] = [];
    while (i < events.length && events[i]!.at.getTime() === at.getTime()) together.push(events[i++]!);
    await pipeline.take(incomingOf(together, deps.botName, events));
    await deps.timetable.asked(clock.now());
    await speak(deps);
    deps.progress(i / events.length, at);
  }
  if (events.length > 0) {
    await deps.timetable.run(clock.now());
    await speak(deps);
  }
}

/** Lets the clock go on to `to`, stopping wherever something is due on the way. */
async function passTime(to: Date, deps: RehearsalDeps): Promise<void> {
  const { clock, timetable, store } = deps;
  for (;;) {
    const now = clock.now();
    const moments = [await timetable.next(now), await nextToSay(store.prisma, now)];
    const next = moments
      .filter((m) => m !== undefined)
      .sort((a, b) => a.getTime() - b.getTime())
      .at(0);
    if (!next || next >= to) return;
    clock.advance(next);
    await timetable.run(next);
    await speak(deps);
    deps.progress(NaN, next);
  }
}

async function speak({ store, pipeline, clock, out }: RehearsalDeps): Promise<void> {
  const said = await pipeline.say();
  if (said.size === 0) return;
  const causes = await causesOf(store.prisma, [...said.keys()]);
  const names = await externalIds(
    store.prisma,
    causes.flatMap(({ because }) => Object.values(because).filter(isUuid)),
  );
  const lines = [...said].map(([id, say]): Line => {
    const rows = causes.filter((cause) => cause.gatewayMessageId === id);
    const because = rows.map((row) => withScriptIds(row.because, names));
    return {
      at: toLocal(clock.now()).slice(0, 16),
      to: say.to,
      text: spoken(say),
      attachments: rows.flatMap((row) => row.attachments.map(({ name, type }) => ({ name, type }))),
      because: because.length === 1 ? because[0]! : because,
    };
  });
  for (const line of inScriptOrder(lines, [...names.values()])) await out(line);
}

/**
 * Conversations are worked off side by side, so that chance decides which of them speaks first within a moment: here it is the
 * one whose cause stands first in the script. Within a conversation nothing changes places.
 */
function inScriptOrder(lines: readonly Line[], script: readonly string[]): Line[] {
  const place = new Map(script.map((id, i) => [id, i]));
  const conversations = new Map<string, { first: number; lines: Line[] }>();
  for (const line of lines) {
    const to = JSON.stringify(line.to);
    const known = conversations.get(to) ?? { first: Infinity, lines: [] };
    for (const id of [line.because]
      .flat()
      .flatMap((cause: object) => Object.values(cause as Record<string, unknown>)))
      known.first = Math.min(known.first, (typeof id === 'string' ? place.get(id) : undefined) ?? Infinity);
    known.lines.push(line);
    conversations.set(to, known);
  }
  return [...conversations]
    .sort(([a, one], [b, other]) => (one.first === other.first ? (a < b ? -1 : 1) : one.first - other.first))
    .flatMap(([, { lines }]) => lines);
}

/** As the group reads it: a mention is words before the text. */
function spoken(say: Say): string {
  return `${(say.mentions ?? []).map((name) => `@${name} `).join('')}${say.text}`;
}

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

/** Messages go by the ids of the script, which the reader knows. */
function withScriptIds(because: object, names: ReadonlyMap<string, string>): object {
  return Object.fromEntries(
    Object.entries(because).map(([key, value]) => [key, isUuid(value) ? (names.get(value) ?? value) : value]),
  );
}

function incomingOf(
  events: readonly ScriptEvent[],
  botName: string,
  all: readonly ScriptEvent[],
): Incoming[] {
  return events.flatMap((event): Incoming[] => {
    const base = { gateway: REHEARSAL, self: false, mentions: [], attachments: [], sentAt: event.at };
    switch (event.type) {
      case 'pass':
        return [];
      case 'said':
        return [
          {
            ...base,
            ...placeOf(event),
            id: event.id,
            type: 'text',
            text: event.text,
            mentionsBot: event.text.includes(`@${botName}`),
          },
        ];
      case 'private':
        return [
          { ...base, ...placeOf(event), id: event.id, type: 'text', text: event.text, mentionsBot: false },
        ];
      case 'recall': {
        const meant = all.find((one) => 'id' in one && one.id === event.recalls)!;
        const id = `recall-${event.line}`;
        return [
          {
            ...base,
            ...placeOf(meant),
            id,
            type: 'recall',
            text: '',
            mentionsBot: false,
            recalls: event.recalls,
          },
        ];
      }
    }
  });
}

function placeOf(event: ScriptEvent): Pick<Incoming, 'room' | 'sender'> {
  if (event.type === 'said')
    return { room: { id: event.room, topic: event.room }, sender: { id: event.sender, name: event.sender } };
  const person = event.type === 'private' ? event.person : '';
  return { sender: { id: person, name: person } };
}
