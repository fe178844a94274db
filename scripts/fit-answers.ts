/**
 * Fits what each piece of evidence counts for (src/answer/weights.ts): `npx tsx scripts/fit-answers.ts [--dry] [--faults]`.
 * Every way of asking is taken out of the base once, with a fold of the others, and asked of what is left; its own entry must
 * be told from the other candidates. What must not be answered is asked in the same way. Prints what that comes to.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AHEAD, SURE } from '../src/answer/answer.js';
import type { Evidence } from '../src/answer/evidence.js';
import { indexPolicies } from '../src/answer/index.js';
import { readQuestion } from '../src/answer/question.js';
import { likely, weigh, type Weights } from '../src/answer/score.js';
import { loadPolicies, type PolicyBase } from '../src/intents/index.js';

const FOLDS = 5;
/** An answer where there is none costs so much more than one that is missed. */
const UNFOUNDED = 1.3;
const ON = '2026-06-01';
const FILE = 'src/answer/weights.ts';

/** What can only speak for an entry, and what only against it: its weight is kept on that side. */
const SIGN: Partial<Record<keyof Evidence, 1 | -1>> = {
  alike: 1,
  explained: 1,
  mass: 1,
  share: 1,
  nearest: 1,
  fullest: 1,
  lead: 1,
  numbers: 1,
  told: 1,
  missing: -1,
  meantOnly: -1,
  strangers: -1,
  untold: -1,
  partly: -1,
  idle: -1,
  silent: -1,
};
/** Ways of asking have next to none of these of their own (the check sees to it), so they teach nothing about them. */
const GIVEN: Partial<Record<keyof Evidence, number>> = {
  neighbour: -3.5,
  foreign: -2,
  otherCase: -3,
  doubt: -3,
};

/** A candidate for a way of asking that was taken out. */
interface Row {
  asked: number;
  id: string;
  fits: number;
  evidence: Evidence;
  own: boolean;
  cost: number;
}

interface Asked {
  text: string;
  id: string;
  silent: boolean;
}

function holdOut(base: PolicyBase): { asked: Asked[]; rows: Row[] } {
  const asked: Asked[] = [];
  const rows: Row[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const rest = <T extends { ways: string[] }>(one: T): T => ({
      ...one,
      ways: one.ways.filter((_, i) => i % FOLDS !== fold),
    });
    const index = indexPolicies({
      ...base,
      entries: base.entries.map(rest),
      unanswered: base.unanswered.map(rest),
    });
    const known = new Map(base.entries.map((entry) => [entry.id, entry]));
    for (const one of [...base.entries, ...base.unanswered]) {
      const entry = known.get(one.id);
      const region = entry?.regionBound ? base.sources.get(entry.source)!.region : undefined;
      for (const text of one.ways.filter((_, i) => i % FOLDS === fold)) {
        const n = asked.push({ text, id: one.id, silent: entry === undefined }) - 1;
        for (const { at, fits, evidence } of weigh(readQuestion(text, index), index, { on: ON, region })) {
          const other = index.entries[at]!.entry;
          // The same figure of elsewhere is neither right nor wrong.
          if (entry?.attribute !== undefined && entry.attribute === other.attribute && other.id !== one.id)
            continue;
          const cost = entry === undefined ? UNFOUNDED : 1;
          rows.push({ asked: n, id: other.id, fits, evidence, own: other.id === one.id, cost });
        }
      }
    }
  }
  return { asked, rows };
}

/** Logistic regression: gradient descent with momentum on standardised evidence, shrunk a little so that twins share. */
function fit(rows: readonly Row[]): Weights {
  const keys = Object.keys(rows[0]!.evidence) as (keyof Evidence)[];
  const average = (of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const mean = keys.map((key) => average((row) => row.evidence[key]));
  const spread = keys.map((key, k) => Math.sqrt(average((row) => (row.evidence[key] - mean[k]!) ** 2)) || 1);
  const given = rows.map((row) => keys.map((key, k) => (row.evidence[key] - mean[k]!) / spread[k]!));
  const n = keys.length;
  const w = new Float64Array(n + 1);
  const step = new Float64Array(n + 1);
  for (let round = 0; round < 400; round++) {
    const slope = new Float64Array(n + 1);
    for (const [i, x] of given.entries()) {
      let sum = w[n]!;
      for (let k = 0; k < n; k++) sum += w[k]! * x[k]!;
      const off = rows[i]!.cost * (1 / (1 + Math.exp(-sum)) - (rows[i]!.own ? 1 : 0));
      for (let k = 0; k < n; k++) slope[k]! += off * x[k]!;
      slope[n]! += off;
    }
    for (let k = 0; k <= n; k++) {
      step[k] = 0.9 * step[k]! - (2 / rows.length) * (slope[k]! + (k < n ? 2 * w[k]! : 0));
      w[k]! += step[k]!;
    }
    for (const [k, key] of keys.entries()) {
      if (GIVEN[key] !== undefined) w[k] = GIVEN[key] * spread[k]!;
      else if (w[k]! * (SIGN[key] ?? 0) < 0) w[k] = 0;
    }
  }
  const weights = keys.map((_, k) => w[k]! / spread[k]!);
  const bias = w[n]! - weights.reduce((sum, weight, k) => sum + weight * mean[k]!, 0);
  const round = (x: number) => Number(x.toFixed(2));
  return Object.fromEntries([
    ['bias', round(bias)],
    ...keys.map((key, k) => [key, round(weights[k]!)] as const),
  ]) as Weights;
}

/** What comes of asking everything that was held out. */
function tell(asked: readonly Asked[], rows: readonly Row[], weights: Weights, faults: boolean): string {
  const silent = new Set(asked.filter((one) => one.silent).map((one) => one.id));
  const ranked = asked.map((): { id: string; score: number }[] => []);
  for (const { asked: n, id, fits, evidence } of rows)
    ranked[n]!.push({ id, score: likely(evidence, weights) * fits });
  const counted = { right: 0, wrong: 0, unfounded: 0, first: 0 };
  const out: string[] = [];
  for (const [n, { text, id }] of asked.entries()) {
    const [first, second] = ranked[n]!.sort((a, b) => b.score - a.score);
    const sure = first && first.score >= SURE && first.score - (second?.score ?? 0) >= AHEAD;
    const answer = sure && !silent.has(first.id) ? first.id : undefined;
    if (first?.id === id) counted.first++;
    if (answer === id) counted.right++;
    else if (answer !== undefined) counted[silent.has(id) ? 'unfounded' : 'wrong']++;
    if (faults && answer !== (silent.has(id) ? undefined : id))
      out.push(
        `${answer ?? 'nothing'} for ${id}: ${text} (${first?.id ?? ''} ${first?.score.toFixed(2) ?? ''})`,
      );
  }
  const none = asked.filter((one) => one.silent).length;
  const share = (part: number, of: number) => `${((100 * part) / (of || 1)).toFixed(1)}%`;
  out.push(
    `${asked.length - none} to be answered: right ${share(counted.right, asked.length - none)}, wrong ${share(counted.wrong, asked.length - none)}; ` +
      `${none} not: refused ${share(none - counted.unfounded, none)}; ranked first ${share(counted.first, asked.length)}`,
  );
  return out.join('\n');
}

const { asked, rows } = holdOut(loadPolicies(path.resolve('intents')));
const weights = fit(rows);
process.stdout.write(`${tell(asked, rows, weights, process.argv.includes('--faults'))}\n`);
if (!process.argv.includes('--dry')) {
  const lines = Object.entries(weights).map(([key, weight]) => `  ${key}: ${weight},`);
  writeFileSync(FILE, readFileSync(FILE, 'utf8').replace(/= \{[\s\S]*\};/, `= {\n${lines.join('\n')}\n};`));
}
