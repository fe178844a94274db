import type { Finding } from '../intents/index.js';
import { tryExample } from './examples.js';
import type { LoadedDuties, Place } from './load.js';
import { createReplyReader } from './replies.js';
import type { DutyDefinition } from './schema.js';
import type { NudgeReplies } from './settings-schema.js';

/** What definitions elsewhere know: kinds of records, ledgers. */
export interface Known {
  kinds: readonly string[];
  /** By id; undefined where the folder has no ledgers of its own. */
  ledgers?: ReadonlyMap<string, { states: readonly string[]; events: readonly string[] }> | undefined;
}

/** Mistakes between duties and what they refer to, and examples that do not come out as they say. */
export function lintDuties({ book, places }: LoadedDuties, known: Known): Finding[] {
  if (!book) return [];
  const out: Finding[] = [];
  const replyIds = book.replies.replies.map((reply) => reply.id);
  const stepSets = Object.keys(book.settings.steps);
  for (const duty of book.duties) {
    const at = (key: string): Place => places.get(`${duty.id}.${key}`) ?? places.get(duty.id)!;
    const say = (key: string, message: string) => out.push({ ...at(key), message: `${duty.id}: ${message}` });
    const kinds = [
      ...duty.satisfiedBy.flatMap((rule) => rule.kinds ?? []),
      ...(duty.who.records ? [duty.who.records.kind] : []),
    ];
    for (const kind of kinds)
      if (!known.kinds.includes(kind))
        say('satisfiedBy', `there is no kind "${kind}"; allowed: ${known.kinds.join(', ')}`);
    for (const reply of duty.satisfiedBy.flatMap((rule) => rule.reply ?? []))
      if (!replyIds.includes(reply))
        say(
          'satisfiedBy',
          `there is no reply "${reply}" in nudge-replies.yaml; allowed: ${replyIds.join(', ')}`,
        );
    if (typeof duty.steps === 'string' && !stepSets.includes(duty.steps))
      say('steps', `there is no set of steps "${duty.steps}"; allowed: ${stepSets.join(', ')}`);
    for (const message of strangers(duty, known)) say('who', message);
    for (const message of shapes(duty)) say('who', message);
    for (const message of quiet(duty, book.settings.steps, book.calendar.hours)) say('steps', message);
    duty.examples.forEach((example, i) => {
      for (const message of tryExample(duty, example, book))
        out.push({ ...places.get(`${duty.id}/${i}`)!, message: `${duty.id}, example ${i + 1}: ${message}` });
    });
  }
  out.push(...replyFindings(book.replies, places));
  return out;
}

/** Ledgers, states and events that no ledger has. */
function strangers(duty: DutyDefinition, { ledgers }: Known): string[] {
  const wanted = duty.who.items;
  if (!wanted || !ledgers) return [];
  const mine = wanted.ledger.flatMap((id) => ledgers.get(id) ?? []);
  const unknown = (what: string, names: readonly string[], allowed: readonly string[]): string[] =>
    names
      .filter((name) => !allowed.includes(name))
      .map((name) => `there is no ${what} "${name}"; allowed: ${[...new Set(allowed)].join(', ')}`);
  return [
    ...unknown('ledger', wanted.ledger, [...ledgers.keys()]),
    ...unknown(
      'state',
      [...(wanted.states ?? []), ...(wanted.except ?? [])],
      mine.flatMap((ledger) => ledger.states),
    ),
    ...unknown(
      'event',
      duty.satisfiedBy.flatMap((rule) => rule.events ?? []),
      mine.flatMap((ledger) => ledger.events),
    ),
  ];
}

/** Parts of a definition that only make sense together. */
function shapes(duty: DutyDefinition): string[] {
  const { who, cadence } = duty;
  const out: string[] = [];
  if ((who.each === 'item') !== (who.items !== undefined)) out.push('each: item and items belong together');
  if (
    (who.each === 'record') !== (cadence.every === 'record') ||
    (who.each === 'record') !== (who.records !== undefined)
  )
    out.push('each: record, records and cadence every: record belong together');
  if (cadence.every === 'item' && who.each !== 'item') out.push('cadence every: item needs each: item');
  if (duty.listed && cadence.every !== 'item') out.push('listed: only for the items of a ledger');
  if (duty.every && !['helper', 'guarantor', 'village', 'town'].includes(who.each))
    out.push('every: only for who has households');
  if (duty.every && !duty.satisfiedBy.some((rule) => rule.match === 'household'))
    out.push('every: needs evidence that matches households');
  if (duty.signed && who.each !== 'unit') out.push('signed: only for units');
  return out;
}

/** Nobody is pushed outside of working hours. */
function quiet(
  duty: DutyDefinition,
  sets: Record<string, { id: string; at?: string | undefined }[]>,
  hours: { from: string; to: string },
): string[] {
  const steps = typeof duty.steps === 'string' ? (sets[duty.steps] ?? []) : duty.steps;
  return steps
    .filter((step) => step.at !== undefined && (step.at < hours.from || step.at >= hours.to))
    .map(
      (step) =>
        `the step ${step.id} would push at ${step.at!}, outside of working hours (${hours.from}–${hours.to}, intents/calendar.yaml)`,
    );
}

function replyFindings(replies: NudgeReplies, places: ReadonlyMap<string, Place>): Finding[] {
  const read = createReplyReader(replies);
  return replies.replies.flatMap(({ id, examples }) => {
    const say = (message: string): Finding => ({
      ...places.get(`reply ${id}`)!,
      message: `${id}: ${message}`,
    });
    const missed = examples.means.filter((text) => read(text)?.id !== id);
    const taken = examples.not.filter((text) => read(text)?.id === id);
    return [
      ...missed.map((text) => say(`«${text}» is read as ${read(text)?.id ?? 'nothing'}`)),
      ...taken.map((text) => say(`«${text}» must not be read as this`)),
    ];
  });
}
