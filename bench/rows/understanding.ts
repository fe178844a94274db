import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Household, HouseholdIndex } from '../../src/core/household.js';
import type { MessageInput } from '../../src/core/records.js';
import { toLocal } from '../../src/core/time.js';
import { loadDefinitions, type Definitions } from '../../src/intents/index.js';
import { packageRoot } from '../../src/files/package-root.js';
import { readColumns } from '../../src/roster/columns.js';
import { readRosterFile } from '../../src/roster/file.js';
import { createHouseholdIndex } from '../../src/roster/index.js';
import { compile, understand } from '../../src/understand/index.js';
import { makeCounty } from '../county.js';
import { post } from '../messages.js';
import { median, times, whole } from '../numbers.js';
import { skipped, type Row } from '../table.js';
import { vary } from '../vary.js';

const GOAL = 20_000;
const MOST = 1.25;
const SIZES = [200, 200_000] as const;
const ROUND_MS = 1_000;
const BATCH = 100;
const DISTINCT = 20_000;
/** Rounds of warming up: a process that runs for weeks has everything compiled, and the run-time's compiling counts as processor time. */
const WARM_LEAST = 6;
const WARM_MOST = 15;
/** Rates have stopped rising where the last two rounds were no faster than what came before. */
const LAST = 2;

interface Texts {
  title: string;
  inputs: MessageInput[];
  /** Households that the texts speak of; the register is filled up with others. */
  known: Household[];
}

/**
 * Understanding alone, as the work role calls it, one message after another on one thread: text in, records, missing
 * fields and queries out. Each set of texts is written anew with other people and numbers, 20,000 messages, and walked
 * for a second, at 200 and at 200,000 households in turns, once rates have stopped rising; the middle of the rounds is
 * quoted. The goal is held against processor time. Nothing is remembered from one call to the next. Each set has a
 * process of its own, as a work process has one stream of messages: what was compiled for one is not spoilt by another.
 */
const understandingOf =
  (texts: (definitions: Definitions) => Texts | Promise<Texts>) =>
  async (quick: boolean): Promise<Row[]> => {
    const definitions = loadDefinitions(path.join(packageRoot(), 'intents'));
    const set = await texts(definitions);
    return set.inputs.length === 0
      ? [skipped(`understanding alone, messages/s (${set.title})`, 'there are none')]
      : measure(set, definitions, quick ? 3 : 7);
  };

export const understandingExamples = understandingOf(examples);
export const understandingShared = understandingOf(shared);
export const understandingStream = understandingOf(stream);

function measure({ title, inputs, known }: Texts, definitions: Definitions, rounds: number): Row[] {
  const compiled = compile(definitions);
  const varied = vary(inputs, known, DISTINCT);
  const [small, large] = SIZES.map((size) => {
    const households = createHouseholdIndex([...known, ...makeCounty(Math.max(0, size - known.length))]);
    return round(varied, { definitions: compiled, households, botNames: ['小助手'] });
  }) as [() => Round, () => Round];
  const warm = warmUp(small, large);
  const pairs = Array.from({ length: rounds }, () => [small(), large()] as const);
  const perSecond = median(pairs.map(([a]) => a.perSecond));
  const perCpuSecond = median(pairs.map(([a]) => a.perCpuSecond));
  const ratio = median(pairs.map(([a, b]) => a.perCpuSecond / b.perCpuSecond));
  const distinct = whole(new Set(varied.map(({ text }) => text)).size);
  const characters = Math.round(inputs.reduce((sum, { text }) => sum + text.length, 0) / inputs.length);
  return [
    {
      what: `understanding alone, messages/s (${title})`,
      figure: whole(perCpuSecond),
      goal: `≥ ${whole(GOAL)}`,
      met: perCpuSecond >= GOAL,
      note: `a second of one core's time, ${whole(perSecond)} by the clock; ${inputs.length} wordings of ${characters} characters on average, ${distinct} different texts; after ${warm} s of warming up, when rates no longer rose`,
    },
    {
      what: `the same, cost with 200,000 households against 200`,
      figure: `${whole(median(pairs.map(([, b]) => b.perCpuSecond)))}/s`,
      beside: `${whole(perCpuSecond)}/s with 200`,
      ratio: times(ratio),
      goal: `the same (≤ ${MOST})`,
      met: ratio <= MOST,
    },
  ];
}

/** Runs both in turns until neither gets faster; how many seconds it took. */
function warmUp(small: () => Round, large: () => Round): number {
  const rates: number[] = [];
  const rises = () => Math.max(...rates.slice(-LAST)) > Math.max(...rates.slice(0, -LAST));
  while (rates.length < WARM_LEAST || (rates.length < WARM_MOST && rises()))
    rates.push(Math.min(small().perCpuSecond, large().perCpuSecond));
  return Math.round((2 * rates.length * ROUND_MS) / 1000);
}

interface Round {
  perSecond: number;
  /** Of all threads together: what the machine's other work takes away does not count. */
  perCpuSecond: number;
}

function round(
  inputs: readonly MessageInput[],
  context: { definitions: ReturnType<typeof compile>; households: HouseholdIndex; botNames: string[] },
): () => Round {
  let at = 0;
  return () => {
    const cpu = process.cpuUsage();
    const from = performance.now();
    let count = 0;
    let records = 0;
    while (performance.now() - from < ROUND_MS)
      for (let n = 0; n < BATCH; n++, count++) {
        records += understand(inputs[at]!, context).records.length;
        at = (at + 1) % inputs.length;
      }
    if (records === 0) throw new Error('nothing was understood');
    const seconds = (performance.now() - from) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return { perSecond: count / seconds, perCpuSecond: count / ((user + system) / 1e6) };
  };
}

/** The examples that the definitions carry, each with its own register. */
function examples(definitions: Definitions): Texts {
  const all = definitions.kinds.flatMap((kind) =>
    kind.examples.map((example) => ({ ...example, kind: kind.id })),
  );
  const inputs = all.map(({ text, sentAt, sender, previous }, n) => ({
    id: `e${n}`,
    text,
    sentAt,
    ...(sender && { sender }),
    ...(previous && { previous }),
  }));
  const known = new Map(
    all.flatMap(({ roster = [] }) =>
      roster.map((one) => [one.code, { ...one, monitorKind: '', population: null, helper: '' }]),
    ),
  );
  return { title: "the definitions' examples", inputs, known: [...known.values()] };
}

/** The mixture that the rows end to end post. */
function stream(): Texts {
  const households = makeCounty(SIZES[0]);
  const now = new Date();
  const inputs = Array.from({ length: 1_000 }, (_, n) => {
    const { text, sender, room } = post(n, households, now);
    return { id: `s${n}`, text, sentAt: toLocal(now).slice(0, 16), sender, room };
  });
  return { title: 'the stream of the rows end to end', inputs, known: households };
}

/** A collection of real-world messages beside the checkout, where there is one. */
async function shared(): Promise<Texts> {
  const title = 'the collection beside the checkout';
  const folder = path.join(packageRoot(), '../shared/examples');
  const file = path.join(folder, 'messages.jsonl');
  if (!existsSync(file)) return { title, inputs: [], known: [] };
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const inputs = lines.map((line) => {
    const { id, text, sentAt, sender, previous } = JSON.parse(line) as MessageInput;
    return { id, text, sentAt, ...(sender && { sender }), ...(previous && { previous }) };
  });
  const register = await readRosterFile(
    path.join(folder, 'roster.csv'),
    readColumns(path.join(packageRoot(), 'intents/roster.yaml')),
  );
  return { title, inputs, known: register.kind === 'households' ? register.households : [] };
}
