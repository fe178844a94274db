import { type Mark, markOf, type Style } from './marks.js';
import type { Line } from './source.js';
import type { Vocabulary } from './vocabulary.js';

/** Words of one line that belong to a block. */
export interface Piece {
  line: number;
  text: string;
}

/** A numbered part of the document with everything below it; the root has neither number nor title. */
export interface Block {
  mark?: Mark;
  title: string;
  line: number;
  /** The heading's remaining words and the paragraphs up to the first part below it. */
  pieces: Piece[];
  parent?: Block;
  children: Block[];
  depth: number;
}

/** Where a new numbered paragraph begins in the middle of a line, because its line break was lost. */
const BREAK = /(?<=[。;；] ?)(?=(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))\S)/gu;

/** The lines as they would stand had no line break been lost. Rows of tables stay whole. */
export function piecesOf(lines: readonly Line[]): (Piece & { row: boolean })[] {
  return lines.flatMap((line): (Piece & { row: boolean })[] =>
    line.cells
      ? [{ line: line.number, text: line.text, row: true }]
      : line.text.split(BREAK).map((text) => ({ line: line.number, text: text.trim(), row: false })),
  );
}

/** The tree of numbered headings. Levels follow from the order in which the styles of numbers appear. */
export function outlineOf(lines: readonly Line[], vocabulary: Vocabulary): Block {
  const root: Block = { title: '', line: 1, pieces: [], children: [], depth: 0 };
  let current = root;
  for (const { line, text, row } of piecesOf(lines)) {
    if (text === '' || row) continue;
    const mark = markOf(text, vocabulary);
    if (!mark || startsLabel(text, vocabulary)) {
      current.pieces.push({ line, text });
      continue;
    }
    const parent = parentFor(current, mark.style);
    const { title, rest } = titleOf(text.slice(mark.to), vocabulary);
    const block: Block = {
      mark,
      title,
      line,
      pieces: rest === '' ? [] : [{ line, text: rest }],
      parent,
      children: [],
      depth: parent.depth + 1,
    };
    parent.children.push(block);
    current = block;
  }
  return root;
}

function startsLabel(text: string, vocabulary: Vocabulary): boolean {
  vocabulary.label.lastIndex = 0;
  return vocabulary.label.exec(text)?.index === 0;
}

/** A style that is open already ends everything below it; a new one goes a step down. Chapters always end everything. */
function parentFor(current: Block, style: Style): Block {
  for (let block: Block | undefined = current; block?.mark; block = block.parent)
    if (block.mark.style === style) return block.parent!;
  if (style === 'part' || style === 'cn-dot') {
    let block = current;
    while (block.parent && block.mark?.style !== 'part') block = block.parent;
    return block;
  }
  return current;
}

const LONGEST_TITLE = 42;

/** The heading's own words, and what follows them in the same paragraph. */
export function titleOf(text: string, vocabulary: Vocabulary): { title: string; rest: string } {
  vocabulary.label.lastIndex = 0;
  const label = vocabulary.label.exec(text);
  const stop = label && label.index > 1 ? label.index : text.length;
  const head = text.slice(0, stop);
  const sentence = /[。:!?]/.exec(head);
  if (sentence && sentence.index <= LONGEST_TITLE && !inBrackets(head, sentence.index)) {
    return { title: bareTitle(head.slice(0, sentence.index)), rest: text.slice(sentence.index + 1).trim() };
  }
  if (!sentence && head.length <= LONGEST_TITLE + 12 && !/[,;]/.test(head.replace(/\([^()]*\)?/g, ''))) {
    const bracket = /\([^()]*\)?$/.exec(head.trim());
    if (stop === text.length && !bracket) return { title: bareTitle(head), rest: '' };
    const cut = bracket && bracket.index > 0 ? bracket.index : stop;
    return { title: bareTitle(head.slice(0, cut)), rest: text.slice(cut).trim() };
  }
  // A paragraph without a heading of its own: its first clause names it, and all of it is content.
  const clause = /^[^,;。]{2,60}/.exec(head)?.[0] ?? head.slice(0, LONGEST_TITLE);
  return { title: bareTitle(clause), rest: text };
}

function inBrackets(text: string, at: number): boolean {
  const before = text.slice(0, at);
  return before.split('(').length > before.split(')').length;
}

function bareTitle(text: string): string {
  return text.replace(/^[\s:、.,]+|[\s:;,(]+$/g, '').replace(/(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])/g, '');
}

/** All blocks below, in order of the document. */
export function* walk(block: Block): Generator<Block> {
  for (const child of block.children) {
    yield child;
    yield* walk(child);
  }
}

/** Everything a block says, headings of its parts included. */
export function allPieces(block: Block): Piece[] {
  return [
    ...block.pieces,
    ...block.children.flatMap((child) => [
      { line: child.line, text: headingPiece(child) },
      ...allPieces(child),
    ]),
  ].filter((piece) => piece.text !== '');
}

/** A heading counts as words of its own only where the rest of its paragraph does not repeat it. */
function headingPiece(block: Block): string {
  return block.pieces[0]?.line === block.line && block.pieces[0].text.startsWith(block.title)
    ? ''
    : block.title;
}

export function lastLine(block: Block): number {
  const pieces = allPieces(block);
  return Math.max(block.line, ...pieces.map((piece) => piece.line));
}

/** "（十五）" for people, with the section above where it is no chapter: "（三）1". */
export function placeOf(block: Block): string {
  const { mark, parent } = block;
  if (!mark) return block.title;
  const above =
    parent?.mark && parent.mark.style !== 'cn-dot' && parent.mark.style !== 'part' ? placeOf(parent) : '';
  return mark.style === 'dot' && above === '' && parent?.mark
    ? `${parent.mark.shown}、${mark.shown}`
    : `${above}${mark.shown}`;
}
