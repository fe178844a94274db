import { assignmentsOf, type Assignment } from './assignments.js';
import { allPieces, type Block, type Piece, walk } from './outline.js';
import type { Vocabulary } from './vocabulary.js';

/** A block that is an action, with who is responsible. No assignment: it stands among actions and names nobody. */
export interface Chosen {
  block: Block;
  pieces: Piece[]; // all it says
  assignments: Assignment[];
  rest: Piece[];
  inherited?: Assignment; // of a heading above
}

interface Read {
  own: Assignment[]; // in the block's own paragraphs
}

/**
 * The blocks that are actions: the smallest that name who is responsible, and those that stand among them. `skip`: lines
 * that belong to something else (problems). `busy`: the document has problems or tables, and need not have actions.
 */
export function chooseActions(
  root: Block,
  skip: (line: number) => boolean,
  busy: boolean,
  vocabulary: Vocabulary,
): Chosen[] {
  const reads = new Map<Block, Read>();
  for (const block of walk(root)) {
    if (skip(block.line)) continue;
    const pieces = block.pieces.filter((piece) => !skip(piece.line));
    reads.set(block, { own: clear(assignmentsOf(pieces, vocabulary).assignments, block, vocabulary) });
  }
  const marked = new Set<Block>([...reads].filter(([, read]) => read.own.length > 0).map(([block]) => block));
  promote(root, marked, reads, vocabulary);
  const chosen = new Set<Block>();
  for (const block of marked) {
    if (![...walk(block)].some((below) => marked.has(below))) chosen.add(block);
  }
  const mixed = (block: Block): boolean =>
    skip(block.line) || [...walk(block)].some((below) => skip(below.line));
  if (chosen.size === 0 && !busy)
    for (const block of withoutUnits(root, vocabulary)) if (!mixed(block)) chosen.add(block);
  for (const block of siblings(chosen, vocabulary)) if (!mixed(block)) chosen.add(block);
  return [...walk(root)]
    .filter((block) => chosen.has(block))
    .map((block) => read(block, marked, skip, vocabulary));
}

/** What is written in a sentence counts only where it is the block's whole business, and not in the frame of the plan. */
function clear(assignments: Assignment[], block: Block, vocabulary: Vocabulary): Assignment[] {
  if (!inAside(block, vocabulary)) return assignments;
  return assignments.filter((a) => a.written !== 'prose' && (a.units.length > 0 || a.leader !== undefined));
}

function inAside(block: Block, vocabulary: Vocabulary): boolean {
  for (let up: Block | undefined = block; up?.mark; up = up.parent)
    if (vocabulary.aside.test(up.title) && !(up === block && vocabulary.task.test(up.title) && up.depth > 1))
      return true;
  return false;
}

/** Units at the very end of the last of several parts are those of all of them. */
function promote(root: Block, marked: Set<Block>, reads: Map<Block, Read>, vocabulary: Vocabulary): void {
  for (const block of [root, ...walk(root)].reverse()) {
    const children = block.children;
    if (!block.mark || children.length < 2 || vocabulary.holder.test(block.title)) continue;
    if (vocabulary.aside.test(block.title) || marked.has(block)) continue;
    const below = children.map((child) => marked.has(child) || [...walk(child)].some((b) => marked.has(b)));
    if (below.filter(Boolean).length !== 1 || !below.at(-1)) continue;
    const last = children.at(-1)!;
    if (!marked.has(last) || (reads.get(last)?.own.length ?? 0) !== 1) continue;
    if (reads.get(last)!.own[0]!.written === 'prose') continue;
    marked.delete(last);
    marked.add(block);
  }
}

/** Chapters that hold actions, where nobody is named: their parts. */
function withoutUnits(root: Block, vocabulary: Vocabulary): Block[] {
  const holders = [...walk(root)].filter(
    (block) =>
      block.children.length > 1 && vocabulary.holder.test(block.title) && !inAside(block, vocabulary),
  );
  const held = holders.filter((block) => !holders.some((other) => other !== block && isBelow(block, other)));
  const parts = held.flatMap((block) => block.children);
  return parts.length > 0
    ? parts
    : [...walk(root)].filter(
        (block) => /(?:行动|工程|攻坚战?)$/u.test(block.title) && !inAside(block, vocabulary),
      );
}

function isBelow(block: Block, above: Block): boolean {
  for (let up = block.parent; up; up = up.parent) if (up === above) return true;
  return false;
}

/** Parts among actions that name nobody: most of their neighbours are actions, or their title says so. */
function siblings(chosen: Set<Block>, vocabulary: Vocabulary): Block[] {
  const parents = new Set([...chosen].map((block) => block.parent!));
  for (const block of [...parents]) if (block.mark && block.parent) parents.add(block.parent);
  return [...parents].flatMap((parent) => {
    const busy = (block: Block): boolean => chosen.has(block) || [...walk(block)].some((b) => chosen.has(b));
    const count = parent.children.filter(busy).length;
    return parent.children.filter((block) => {
      if (busy(block) || inAside(block, vocabulary) || vocabulary.goal.test(block.title)) return false;
      if (count * 2 < parent.children.length) return false;
      // Chapters differ from each other: only what calls itself an action.
      return parent.mark && count > 1 ? true : /行动|工程|攻坚/u.test(block.title);
    });
  });
}

function read(
  block: Block,
  marked: Set<Block>,
  skip: (line: number) => boolean,
  vocabulary: Vocabulary,
): Chosen {
  const pieces = allPieces(block).filter((piece) => !skip(piece.line));
  const { assignments, rest } = assignmentsOf(pieces, vocabulary);
  const chosen: Chosen = { block, pieces, assignments, rest };
  for (let up = block.parent; up?.mark; up = up.parent) {
    if (!marked.has(up)) continue;
    const above = assignmentsOf(up.pieces, vocabulary).assignments[0];
    if (above && above.written !== 'prose') {
      chosen.inherited = above;
      break;
    }
  }
  return chosen;
}
