import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dockStart } from '@nlpjs/basic';
import MiniSearch from 'minisearch';
import { answerAll, indexPolicies } from '../../src/answer/index.js';
import { grams } from '../../src/answer/grams.js';
import { plain } from '../../src/answer/text.js';
import { loadPolicies, type PolicyBase } from '../../src/intents/index.js';
import { packageRoot } from '../../src/files/package-root.js';
import { percent, quantile, times, whole } from '../numbers.js';
import type { Row } from '../table.js';

interface Gold {
  text: string;
  facts: string[];
  /** Entries of which any one is right; theirs need not cover a fact. */
  entries?: string[];
  why?: string;
  /** What was asked before: the peers take one question at a time. */
  previous?: string;
}

/** The entry that answers and its facts, none where the question is refused. */
type Answerer = (text: string) => Promise<readonly string[] | undefined> | readonly string[] | undefined;

const ON = '2026-06-01';
const RIGHT = 0.95;
const WRONG = 0.02;
const REFUSED = 0.95;
const A_SECOND = 2_000;
const MANY = 5_000;
/** From which confidence the peers answer: each got the best of so many, spread over the scores it gave. */
const THRESHOLDS = 20;

/** Character pairs and singles as words: the peers have no Chinese of their own. */
const spaced = (text: string): string => grams(plain(text)).join(' ');

/**
 * The same questions, the same entries: ours, nlp.js and MiniSearch. Questions are those of our tests and, where it is
 * there, the shared sample; the peers are given our tokens and, of twenty thresholds, the one that suits them best.
 */
export async function policies(quick: boolean): Promise<Row[]> {
  const root = packageRoot();
  const base = loadPolicies(path.join(root, 'intents'));
  const gold = questions(root);
  const facts = new Map(base.entries.map(({ id, facts }) => [id, [...facts, id]]));
  const index = indexPolicies(base);
  const ours: Answerer = (text) =>
    factsOf(facts, answerAll(text, index, { on: ON })[0]!.answer?.indexed.entry.id);
  const rows: Row[] = [await row('policy questions', ours, gold, true)];
  for (const [name, make] of [
    ['nlp.js', nlpjs],
    ['MiniSearch', miniSearch],
  ] as const) {
    const scored = await make(base);
    let best: { at: number; answerer: Answerer; good: number } | undefined;
    const scores: number[] = [];
    for (const { text } of gold) scores.push((await scored(text)).score);
    for (let i = 0; i < THRESHOLDS; i++) {
      const at = quantile(scores, i / THRESHOLDS);
      const answerer: Answerer = async (text) => {
        const { id, score } = await scored(text);
        return score >= at ? factsOf(facts, id) : undefined;
      };
      const { right, wrong, refused } = await grade(answerer, gold);
      const good = right - wrong + refused;
      if (!best || good > best.good) best = { at, answerer, good };
    }
    rows.push(await row(`  ${name}, answering from ${best!.at.toFixed(2)}`, best!.answerer, gold, false));
  }
  rows.push(speed(base, gold, quick));
  return rows;
}

const factsOf = (facts: ReadonlyMap<string, readonly string[]>, id: string | undefined) =>
  id === undefined ? undefined : facts.get(id);

function questions(root: string): Gold[] {
  const own = path.join(root, 'test/answer');
  const shared = path.join(root, '../shared/examples/questions.jsonl');
  const files = readdirSync(own)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => path.join(own, name));
  return [...files, ...(existsSync(shared) ? [shared] : [])].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Gold)
      .filter(({ previous }) => previous === undefined),
  );
}

async function grade(answerer: Answerer, gold: readonly Gold[]) {
  const counted = { right: 0, wrong: 0, refused: 0, answerable: 0, not: 0 };
  for (const { text, facts, entries = [], why } of gold) {
    const got = await answerer(text);
    const wanted = [...facts, ...entries];
    if (wanted.length > 0) {
      counted.answerable++;
      if (got?.some((one) => wanted.includes(one))) counted.right++;
      else if (got) counted.wrong++;
    } else if (why !== 'elsewhere') {
      counted.not++;
      if (!got) counted.refused++;
    }
  }
  return {
    right: counted.right / counted.answerable,
    wrong: counted.wrong / counted.answerable,
    refused: counted.refused / counted.not,
  };
}

async function row(what: string, answerer: Answerer, gold: readonly Gold[], own: boolean): Promise<Row> {
  await grade(answerer, gold); // compiled code, not first calls
  const started = performance.now();
  const { right, wrong, refused } = await grade(answerer, gold);
  const perSecond = (gold.length / (performance.now() - started)) * 1000;
  return {
    what,
    figure: `${percent(right)} right, ${percent(wrong)} wrong, ${percent(refused)} refused`,
    note: `${whole(gold.length)} questions, ${whole(perSecond)}/s`,
    ...(own
      ? {
          goal: `≥ ${percent(RIGHT)}, ≤ ${percent(WRONG)}, ≥ ${percent(REFUSED)}`,
          met: right >= RIGHT && wrong <= WRONG && refused >= REFUSED,
        }
      : {}),
  };
}

type Scored = (text: string) => Promise<{ id: string | undefined; score: number }>;

async function nlpjs(base: PolicyBase): Promise<Scored> {
  const dock = await dockStart({
    settings: { nlp: { languages: ['zh'], autoSave: false, log: false, nlu: { log: false } } },
    use: ['Basic'],
  });
  const nlp = dock.get('nlp') as {
    addLanguage(language: string): void;
    addDocument(language: string, utterance: string, intent: string): void;
    train(): Promise<void>;
    process(language: string, utterance: string): Promise<{ intent: string; score: number }>;
  };
  nlp.addLanguage('zh');
  for (const { id, title, ways } of base.entries)
    for (const way of [title, ...ways]) nlp.addDocument('zh', spaced(way), id);
  await nlp.train();
  return async (text) => {
    const { intent, score } = await nlp.process('zh', spaced(text));
    return { id: intent === 'None' ? undefined : intent, score };
  };
}

function miniSearch(base: PolicyBase): Promise<Scored> {
  const search = new MiniSearch<{ id: string; ways: string }>({
    fields: ['ways'],
    tokenize: (text) => text.split(' '),
  });
  search.addAll(
    base.entries.map(({ id, title, ways }) => ({ id, ways: [title, ...ways].map(spaced).join(' ') })),
  );
  return Promise.resolve((text) => {
    const words = spaced(text);
    const [first] = search.search(words);
    // Its scores grow with the question.
    return Promise.resolve({
      id: first?.id as string | undefined,
      score: first ? first.score / words.split(' ').length : 0,
    });
  });
}

/** Every entry again and again for other places, until there are as many as a county may come to have. */
function speed(base: PolicyBase, gold: readonly Gold[], quick: boolean): Row {
  const entries = Array.from({ length: MANY }, (_, i) => {
    const entry = base.entries[i % base.entries.length]!;
    const turn = Math.floor(i / base.entries.length);
    if (turn === 0) return entry;
    const place = `${'甲乙丙丁戊己庚辛壬癸'[turn % 10]!}${'东西南北中'[Math.floor(turn / 10)]!}镇`;
    return {
      ...entry,
      id: `${entry.id}-${turn}`,
      about: [place, ...entry.about],
      ways: entry.ways.map((way) => place + way),
    };
  });
  const index = indexPolicies({ ...base, entries });
  const run = () => {
    for (const { text } of gold) answerAll(text, index, { on: ON });
  };
  run();
  const rounds = quick ? 3 : 20;
  const before = process.cpuUsage();
  for (let i = 0; i < rounds; i++) run();
  // On a busy machine the clock on the wall says more about the others than about us.
  const perSecond = (gold.length * rounds) / (process.cpuUsage(before).user / 1e6);
  return {
    what: `policy questions a second, ${whole(MANY)} entries`,
    figure: whole(perSecond),
    goal: `≥ ${whole(A_SECOND)}`,
    met: perSecond >= A_SECOND,
    ratio: times(perSecond / A_SECOND),
    note: 'one core, by processor time',
  };
}
