import { readFileSync } from 'node:fs';
import { compileWords, openPlan, type PlanDraft, readPlan, readPlanWords } from '../../src/plan/index.js';

/** What a document says, written by hand. Only what is given is compared. */
export interface Gold {
  title?: string;
  issuer?: string;
  issued?: string;
  partial?: true; // of a page of several texts
  actions?: GoldAction[];
  problems?: GoldProblem[];
  duties?: { what: string; cadence: string; due?: string; by?: string; to?: string; optional?: true }[];
  warnings?: { code: string; words: string[]; optional?: true }[];
}

interface GoldAction {
  number: number | string;
  title: string;
  leader?: string;
  leadUnit?: string;
  units?: string[];
  milestones?: { due: string; soft?: true; target?: { value: number; unit: string } }[];
  assignments?: { leadUnit: string; units: string[] }[];
}

interface GoldProblem {
  number: number;
  problem: string;
  measureCount: number;
  leader?: string;
  owner?: string;
  milestones: { due: string; soft?: true }[];
  longTerm?: true;
}

export const vocabulary = compileWords(readPlanWords());

export function draftOf(name: string, bytes: Uint8Array): PlanDraft {
  return readPlan(openPlan({ name, bytes }), vocabulary);
}

export function draftOfText(text: string): PlanDraft {
  return draftOf('plan.txt', new TextEncoder().encode(text));
}

export function goldOf(file: string): Gold {
  return JSON.parse(readFileSync(file, 'utf8')) as Gold;
}

const bare = (text: string | undefined): string =>
  (text ?? '').normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
const same = (a: string | undefined, b: string | undefined): boolean => bare(a) === bare(b);
const listed = (units: readonly string[] | undefined): string =>
  [...(units ?? [])].map(bare).sort().join(' ');
const dated = (stages: readonly { due: string; soft?: boolean | undefined }[] | undefined): string =>
  [...(stages ?? [])]
    .map(({ due, soft }) => `${due}${soft ? '?' : ''}`)
    .sort()
    .join(' ');

/** Every difference in words; empty where the draft says what the gold says. */
export function differences(gold: Gold, draft: PlanDraft): string[] {
  const wrong: string[] = [];
  const expect = (what: string, expected: string | undefined, got: string | undefined): void => {
    if (!same(expected, got))
      wrong.push(`${what}: expected ${expected ?? 'nothing'}, got ${got ?? 'nothing'}`);
  };
  if (gold.title !== undefined) expect('title', gold.title, draft.title);
  if (gold.issuer !== undefined) expect('issuer', gold.issuer, draft.issuer);
  if (gold.issued !== undefined) expect('issued', gold.issued, draft.issued);
  if (!gold.partial) {
    const assigned = (gold.actions ?? []).reduce((n, a) => n + (a.assignments?.length ?? 1), 0);
    if (draft.actions.length !== assigned)
      wrong.push(`actions: expected ${assigned}, got ${draft.actions.map((a) => a.title).join(' / ')}`);
  }
  for (const action of gold.actions ?? []) wrong.push(...actionDifferences(action, draft));
  for (const problem of gold.problems ?? []) wrong.push(...problemDifferences(problem, draft));
  if (draft.problems.length !== (gold.problems?.length ?? 0))
    wrong.push(`problems: expected ${gold.problems?.length ?? 0}, got ${draft.problems.length}`);
  for (const duty of gold.duties ?? []) {
    if (duty.optional) continue;
    const found = draft.duties.find(
      (d) =>
        d.cadence === duty.cadence &&
        (bare(d.what).includes(bare(duty.what)) || (duty.by !== undefined && same(d.by, duty.by))),
    );
    if (!found) wrong.push(`duty: ${duty.what} not found`);
    else {
      if (duty.due !== undefined) expect(`due of ${duty.what}`, duty.due, found.due);
      if (duty.by !== undefined) expect(`by of ${duty.what}`, duty.by, found.by);
    }
  }
  for (const { code, words, optional } of gold.warnings ?? []) {
    const found = draft.warnings.some((w) => {
      const told = JSON.stringify(w).normalize('NFKC');
      return words.every((word) => told.includes(word.normalize('NFKC')));
    });
    if (!found && !optional) wrong.push(`warning ${code} (${words.join(', ')}) not found`);
  }
  return wrong;
}

function actionDifferences(gold: GoldAction, { actions }: PlanDraft): string[] {
  if (gold.assignments) {
    const parts = actions.filter((a) => String(a.number).split('.')[0] === String(gold.number));
    const shape = (list: readonly { leadUnit?: string | undefined; units: string[] }[]): string =>
      list.map((one) => `${bare(one.leadUnit)}: ${listed(one.units)}`).join(' | ');
    const [want, got] = [shape(gold.assignments), shape(parts)];
    return want === got ? [] : [`section ${gold.number}: expected ${want}, got ${got}`];
  }
  const found = actions.find((a) => same(a.title, gold.title));
  if (!found) return [`action ${gold.title} not found`];
  const wrong: string[] = [];
  const check = (what: string, expected: string, got: string): void => {
    if (expected !== got) wrong.push(`${gold.title}, ${what}: expected ${expected}, got ${got}`);
  };
  check('number', String(gold.number), String(found.number));
  check(
    'leader',
    bare(gold.leader),
    bare(found.leader).slice(-Math.max(bare(gold.leader).length, 1) || undefined),
  );
  check('lead unit', bare(gold.leadUnit), bare(found.leadUnit));
  check('units', listed(gold.units), listed(found.units));
  check('deadlines', dated(gold.milestones), dated(found.milestones));
  for (const { due, target } of gold.milestones ?? []) {
    if (!target) continue;
    const told = found.milestones.filter((m) => m.due === due).map((m) => JSON.stringify(m.target));
    if (!told.includes(JSON.stringify(target)))
      wrong.push(`${gold.title}, target of ${due}: got ${told.join()}`);
  }
  return wrong;
}

function problemDifferences(gold: GoldProblem, { problems }: PlanDraft): string[] {
  const found = problems.find((p) => p.number === gold.number);
  if (!found) return [`problem ${gold.number} not found`];
  const wrong: string[] = [];
  const check = (what: string, expected: unknown, got: unknown): void => {
    if (expected !== got)
      wrong.push(`problem ${gold.number}, ${what}: expected ${String(expected)}, got ${String(got)}`);
  };
  check('text', bare(gold.problem), bare(found.problem));
  check('measures', gold.measureCount, found.measures.length);
  check(
    'leader',
    true,
    gold.leader === undefined ? found.leader === undefined : bare(found.leader).endsWith(bare(gold.leader)),
  );
  check('owner', bare(gold.owner), bare(found.owner));
  check('deadlines', dated(gold.milestones), dated(found.milestones));
  check('standing', gold.longTerm ?? false, found.longTerm);
  return wrong;
}
