import type { Assignment } from './assignments.js';
import type { PlanAction } from './draft.js';
import { dueOnly } from './due.js';
import type { Doubt } from './broken-dates.js';
import { milestonesOf, type Dated, type Dating } from './milestones.js';
import type { Numbers } from './numbers.js';
import { type Block, lastLine, type Piece, placeOf } from './outline.js';
import { printed } from './print.js';
import type { Chosen } from './select.js';
import type { Vocabulary } from './vocabulary.js';

/** An action as it was found, with what the warnings look at. */
export interface FoundAction {
  action: PlanAction;
  place: string;
  dated: Dated[];
  /** The deadlines of its label 完成时限, beside those of its words. */
  labelled: Dated[];
  several?: readonly string[]; // units that lead together
  slips: readonly string[];
}

/** The actions of a chosen block: one, or one for each assignment in it. */
export function actionsOf(
  chosen: Chosen,
  numbers: Numbers,
  dating: Dating,
  vocabulary: Vocabulary,
): { found: FoundAction[]; doubts: Doubt[] } {
  const { block, assignments } = chosen;
  const number = numbers.numberOf(block);
  const section = sectionTitle(block, numbers);
  const doubts: Doubt[] = [];
  const one = (a: Assignment | undefined, pieces: Piece[], more: Partial<PlanAction>): FoundAction => {
    const read = actionOf(
      more.title ?? printed(block.title),
      a,
      chosen.inherited,
      pieces,
      dating,
      vocabulary,
    );
    doubts.push(...read.doubts);
    const action: PlanAction = { title: printed(block.title), ...read.action, text: linesOf(block), ...more };
    return {
      action: ordered(action),
      place: placeOf(block),
      dated: read.dated,
      labelled: read.labelled,
      slips: a?.slips ?? [],
      ...(a?.several && { several: a.leads }),
    };
  };
  const numbered = number === undefined ? {} : { number };
  const placed = section === undefined ? {} : { section: printed(section) };
  if (assignments.length < 2)
    return { found: [one(assignments[0], withoutDone(chosen), { ...numbered, ...placed })], doubts };
  const found = assignments.map((a, i) => {
    const title = printed(topicOf(a.content) || block.title);
    const text = { from: Math.min(a.line, ...a.content.map((piece) => piece.line)), to: a.lastLine };
    const part = number === undefined ? {} : { number: `${number}.${i + 1}` };
    return one(a, a.content, { ...part, title, section: printed(block.title), text });
  });
  return { found, doubts };
}

function withoutDone(chosen: Chosen): Piece[] {
  return chosen.assignments[0]?.content ?? chosen.rest;
}

function sectionTitle(block: Block, numbers: Numbers): string | undefined {
  const section = numbers.sectionOf(block);
  const above = section && section !== block ? section : block.parent;
  return above?.mark ? above.title : undefined;
}

function linesOf(block: Block): PlanAction['text'] {
  return { from: block.line, to: lastLine(block) };
}

/** What an assignment's words say: their first clause that is no mere date. */
function topicOf(content: readonly Piece[]): string {
  const clauses = (content[0]?.text ?? '').replace(/^[一二三四五六七八九十]是/u, '').split(/[。;,:]/u);
  return (
    clauses.find(
      (clause) =>
        clause.length >= 2 &&
        !/^(?:到|至)?(?:20\d{2}年)?[^\u4e00-\u9fff]*(?:月|年)?[底末初]?[上中下]?旬?(?:之|以)?前?$/u.test(
          clause,
        ),
    ) ?? ''
  );
}

export function actionOf(
  title: string,
  assignment: Assignment | undefined,
  inherited: Assignment | undefined,
  pieces: readonly Piece[],
  dating: Dating,
  vocabulary: Vocabulary,
): { action: Omit<PlanAction, 'title' | 'text'>; dated: Dated[]; labelled: Dated[]; doubts: Doubt[] } {
  const ofLabel: Dated[] = [];
  const { milestones: dated, doubts } = milestonesOf(pieces, dating, vocabulary);
  const due = assignment?.due;
  let longTerm = false;
  if (due !== undefined) {
    const labelled = milestonesOf([{ line: assignment!.line, text: due }], dating, vocabulary);
    doubts.push(...labelled.doubts);
    longTerm = vocabulary.longTerm.test(due);
    for (const milestone of dueOnly(
      due,
      labelled.milestones,
      { line: assignment!.line, what: title },
      dating,
      vocabulary,
    )) {
      ofLabel.push(milestone);
      if (!dated.some((d) => d.due === milestone.due)) dated.push(milestone);
    }
  }
  const from = assignment?.units.length ? assignment : (inherited ?? assignment);
  const leader = assignment?.leader ?? inherited?.leader;
  return {
    action: {
      ...(leader !== undefined && { leader: printed(leader) }),
      ...(from?.leadUnit !== undefined && { leadUnit: printed(from.leadUnit) }),
      units: (from?.units ?? []).map(printed),
      ...(assignment?.owner !== undefined && { owner: printed(assignment.owner) }),
      milestones: dated.map(({ line: _, sentence: __, ...milestone }) => milestone),
      ...(longTerm && { longTerm: true as const }),
    },
    dated,
    labelled: ofLabel,
    doubts,
  };
}

function ordered(action: PlanAction): PlanAction {
  const { number, title, section, leader, leadUnit, units, owner, milestones, longTerm, text } = action;
  return {
    ...(number !== undefined && { number }),
    title,
    ...(section !== undefined && { section }),
    ...(leader !== undefined && { leader }),
    ...(leadUnit !== undefined && { leadUnit }),
    units,
    ...(owner !== undefined && { owner }),
    milestones,
    ...(longTerm && { longTerm }),
    text,
  };
}
