import { actionsOf, type FoundAction } from './actions.js';
import type { PlanDraft } from './draft.js';
import { dutiesIn } from './duties.js';
import { foldTables } from './flat-tables.js';
import { frameOf } from './frame.js';
import { type Doubt, lostHyphensIn, sharesToken } from './broken-dates.js';
import { milestonesOf, type Dated, type Dating } from './milestones.js';
import { numbersOf } from './numbers.js';
import { type Block, lastLine, outlineOf, placeOf, walk } from './outline.js';
import { problemsIn } from './problems.js';
import { chooseActions } from './select.js';
import { stagesIn } from './stages.js';
import type { Source } from './source.js';
import { tablesIn } from './tables.js';
import type { Vocabulary } from './vocabulary.js';
import { warningsOf } from './warnings/index.js';

/** Reads a plan: pure, and the same for the same lines and words. What it cannot be sure of is a warning. */
export function readPlan(source: Source, vocabulary: Vocabulary): PlanDraft {
  const { lines, unread } = foldTables(source.lines, vocabulary);
  const frame = frameOf(lines, vocabulary);
  const { dating } = frame;
  const tables = tablesIn(lines, dating, vocabulary);
  const written = problemsIn(
    lines.filter((line) => !tables.lines.has(line.number)),
    dating,
    vocabulary,
  );
  const problems = [...written.found, ...tables.problems];
  const inProblem = (line: number): boolean =>
    written.found.some(({ problem }) => line >= problem.text.from && line <= problem.text.to);

  const root = outlineOf(lines, vocabulary);
  const chosen = chooseActions(root, inProblem, problems.length + tables.actions.length > 0, vocabulary);
  const numbers = numbersOf(
    root,
    chosen.map(({ block }) => block),
  );
  const doubts: Doubt[] = [
    ...unread.map(({ line, words }) => ({ code: 'table-row-unread' as const, line, words })),
    ...tables.doubts,
    ...written.doubts,
  ];
  const actions: FoundAction[] = [];
  for (const one of chosen) {
    const read = actionsOf(one, numbers, dating, vocabulary);
    actions.push(...read.found);
    doubts.push(...read.doubts);
  }
  actions.push(...tables.actions);
  const busy = [...actions.map(({ action }) => action.text), ...problems.map(({ problem }) => problem.text)];
  const free = goalsOf(
    root,
    (line) => busy.some(({ from, to }) => line >= from && line <= to),
    dating,
    vocabulary,
  );
  doubts.push(...free.doubts);
  // What was masked on the way is known; headings and stages that were read for nothing are told as well.
  const known = (doubt: Doubt): boolean =>
    doubts.some((d) => d.code === doubt.code && d.line === doubt.line && sharesToken(d, doubt));
  doubts.push(...lostHyphensIn(lines).filter((doubt) => !known(doubt)));
  const told = lines.filter((line) => !tables.lines.has(line.number));
  const duties = dutiesIn([...told, ...tables.contents], vocabulary);
  const stages = stagesIn(root, dating, vocabulary);
  const { title, issuer, issued } = frame;
  return {
    file: source.file,
    ...(title !== undefined && { title }),
    ...(issuer !== undefined && { issuer }),
    ...(issued !== undefined && { issued }),
    actions: actions.map(({ action }) => action),
    problems: problems.map(({ problem }) => problem),
    duties,
    ...(stages.length > 0 && { stages }),
    goals: free.goals.map(({ line, sentence: _, place: __, ...goal }) => ({
      ...goal,
      text: { from: line, to: line },
    })),
    warnings: warningsOf({
      source,
      root,
      frame,
      dating,
      actions,
      problems,
      goals: free.goals,
      doubts,
      vocabulary,
    }),
  };
}

/** Deadlines that stand outside every action: those of the whole plan. */
function goalsOf(
  root: Block,
  busy: (line: number) => boolean,
  dating: Dating,
  vocabulary: Vocabulary,
): { goals: (Dated & { place: string })[]; doubts: Doubt[] } {
  const goals: (Dated & { place: string })[] = [];
  const doubts: Doubt[] = [];
  for (const block of [root, ...walk(root)]) {
    if (block !== root && lastLine(block) < block.line) continue;
    const pieces = block.pieces.filter((piece) => !busy(piece.line) && piece.text.length > 12);
    const read = milestonesOf(pieces, dating, vocabulary, true);
    doubts.push(...read.doubts);
    const place = block === root ? '' : pathName(block);
    goals.push(...read.milestones.map((one) => ({ ...one, place: `${place}第${one.line}行` })));
  }
  return { goals, doubts };
}

function pathName(block: Block): string {
  const above = block.parent?.mark ? placeOf(block.parent) : '';
  return `${above}${placeOf(block)}`;
}
