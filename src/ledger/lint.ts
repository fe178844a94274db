import type { Finding, Read } from '../intents/index.js';
import type { Ledgers } from './book.js';
import { runExample } from './example.js';
import type { LedgerDefinition } from './schema.js';

/** What the definitions say of each other and of themselves, and examples that do not come out as they say. */
export function lintLedgers(
  read: readonly Read<LedgerDefinition>[],
  ledgers: Ledgers,
  kinds?: ReadonlySet<string>,
): Finding[] {
  const references = read.flatMap((one) => referencesOf(one, ledgers, kinds));
  if (references.length > 0) return references;
  return read.flatMap((one) =>
    one.value.examples.flatMap((example, i) =>
      runExample(ledgers, example).map((message) => ({
        ...one.at(['examples', i]),
        message: `${one.value.id}, example ${i + 1}: ${message}`,
      })),
    ),
  );
}

function referencesOf(
  { value, at }: Read<LedgerDefinition>,
  ledgers: Ledgers,
  kinds?: ReadonlySet<string>,
): Finding[] {
  const out: Finding[] = [];
  const say = (path: PropertyKey[], message: string) =>
    out.push({ ...at(path), message: `${value.id}: ${message}` });
  const one = (path: PropertyKey[], name: string, allowed: readonly string[], what: string) => {
    if (!allowed.includes(name)) say(path, `there is no ${what} "${name}"; allowed: ${allowed.join(', ')}`);
  };
  const states = Object.keys(value.states);
  const events = Object.keys(value.events);
  if (states.length === 0) say(['states'], 'has no states');
  for (const [name, rule] of Object.entries(value.events)) {
    rule.from.forEach((state, i) => one(['events', name, 'from', i], state, states, 'state'));
    if (typeof rule.to === 'string') one(['events', name, 'to'], rule.to, states, 'state');
    else if (rule.to)
      for (const [word, state] of Object.entries(rule.to.map))
        one(['events', name, 'to', 'map', word], state, states, 'state');
    const closes = (typeof rule.to === 'string' ? [rule.to] : Object.values(rule.to?.map ?? {})).some(
      (state) => value.states[state]?.closed,
    );
    // Nothing said in a group closes what people have to review.
    if (closes && rule.review && rule.where !== 'private')
      say(['events', name], `"${name}" closes after a review: it needs where: private`);
    if (closes && rule.review && !rule.one)
      say(['events', name], `"${name}" closes after a review: it needs one: true`);
  }
  const said = (name: string) => value.from.some((source) => name in source.fields);
  // What is lacking is told to people: by what it is called, never by its id.
  for (const [name, rule] of Object.entries(value.events))
    for (const need of [...rule.needs, ...rule.needsWhere.flatMap(({ needs }) => needs)]) {
      const first = [need].flat()[0]!;
      if (!(first in value.names))
        say(
          ['events', name, 'needs'],
          `"${first}" is asked of people, but names does not say what it is called`,
        );
    }
  if (value.follows !== undefined && !said(value.follows))
    say(['follows'], `no source says "${value.follows}"`);
  for (const [name, { questions }] of Object.entries(value.events))
    questions?.of.forEach(({ field }, i) => {
      if (!said(field)) say(['events', name, 'questions', 'of', i], `no source says "${field}"`);
    });
  value.from.forEach((source, i) => {
    const kind = source.kind;
    if (kinds && !kinds.has(kind))
      say(['from', i, 'kind'], `there is no kind "${kind}"; allowed: ${[...kinds].join(', ')}`);
    if (typeof source.event === 'string') one(['from', i, 'event'], source.event, events, 'event');
    else
      for (const [word, event] of Object.entries(source.event.map))
        one(['from', i, 'event', 'map', word], event, events, 'event');
  });
  value.clocks.forEach((clock, i) =>
    clock.after.forEach((event, k) => one(['clocks', i, 'after', k], event, events, 'event')),
  );
  value.tells.forEach((tell, i) => one(['tells', i, 'event'], tell.event, events, 'event'));
  if (value.parent)
    one(
      ['parent', 'ledger'],
      value.parent.ledger,
      ledgers.all.map((l) => l.id),
      'ledger',
    );
  if (!events.some((name) => value.events[name]!.opens)) say(['events'], 'no event opens an item');
  if (value.examples.length === 0) say(['id'], 'has no examples');
  return out;
}
