/**
 * The nodes of a trie so laid out (a double array) that a child is found in one step: it stands at the base of its node
 * plus the code of its unit, and says whose child it is. What is asked of a node stands side by side, a cell of four
 * numbers: the walk comes to every place of every message, and fetching memory is what it costs.
 */
export interface Steps {
  /** By unit, how far its child stands behind a base, in cells; 0: no word goes on with it. */
  codes: Uint16Array;
  /** By cell: whose child it is (`ROOT`: a word begins), its base, the trie's node, and a number that is the reader's own. */
  cells: Int32Array;
}

/** Node 0 is the root. The children of a node stand from `starts[node]` up to `starts[node + 1]`, by their unit. */
export interface Flat<T> {
  units: Uint16Array;
  starts: Uint32Array;
  values: (T | undefined)[];
}

/** Numbers a cell. */
export const CELL = 4;
export const BASE = 1;
export const NODE = 2;
/** Where a cell has room for the reader. */
export const OWN = 3;
export const ROOT = -1;

/** The children of the root have the base 0: they stand where their codes say. `own` tells the reader's number of a node. */
export function stepsOf(
  { units, starts }: Pick<Flat<unknown>, 'units' | 'starts'>,
  own: (node: number) => number,
): Steps {
  const codes = codesOf(units);
  const count = starts.length - 1;
  const bases: number[] = [];
  const parents: number[] = [];
  const nodes: number[] = [];
  const placeOf = new Int32Array(count);
  const take = (place: number, parent: number, node: number) => {
    parents[place] = parent;
    nodes[place] = node;
    placeOf[node] = place;
  };
  for (let node = starts[0]!; node < starts[1]!; node++) take(codes[units[node]!]!, ROOT, node);
  let free = 1;
  for (let node = 1; node < count; node++) {
    const from = starts[node]!;
    const to = starts[node + 1]!;
    if (from === to) continue;
    while (nodes[free] !== undefined) free++;
    let base = Math.max(1, free - codes[units[from]!]!);
    while (!fits(base, from, to, units, codes, nodes)) base++;
    bases[placeOf[node]!] = base;
    for (let i = from; i < to; i++) take(base + codes[units[i]!]!, placeOf[node]!, i);
  }
  // Beyond the last place no unit may lead out of the cells.
  const size = nodes.length + codes.reduce((a, b) => Math.max(a, b), 0) + 1;
  const cells = new Int32Array(CELL * size);
  nodes.forEach((node, place) => {
    const parent = parents[place]!;
    cells.set(
      [parent === ROOT ? ROOT : CELL * parent, CELL * (bases[place] ?? 0), node, own(node)],
      CELL * place,
    );
  });
  return { codes: codes.map((code) => CELL * code), cells };
}

function fits(
  base: number,
  from: number,
  to: number,
  units: Uint16Array,
  codes: Uint16Array,
  nodes: readonly (number | undefined)[],
): boolean {
  for (let i = from; i < to; i++) if (nodes[base + codes[units[i]!]!] !== undefined) return false;
  return true;
}

/** The more often a unit stands in words the lower its code: the cells stay close together. */
function codesOf(units: Uint16Array): Uint16Array {
  const counts = new Map<number, number>();
  for (let node = 1; node < units.length; node++)
    counts.set(units[node]!, (counts.get(units[node]!) ?? 0) + 1);
  const codes = new Uint16Array(65536);
  [...counts].sort(([, a], [, b]) => b - a).forEach(([unit], i) => (codes[unit] = i + 1));
  return codes;
}
