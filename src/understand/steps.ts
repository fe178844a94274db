import type { Flat } from './trie.js';

/**
 * The nodes of a trie so laid out (a double array) that a child is found in one step: it stands at the base of its node
 * plus the code of its unit, and says whose child it is. Walking every place of every message, that is worth half of a
 * search among the children. Place 0 is no node.
 */
export interface Steps {
  roots: Int32Array; // the place of the root's child for each unit, 0: none
  codes: Uint16Array; // of units, 0: it goes on no word
  bases: Int32Array; // by place
  parents: Int32Array; // by place, 0: it is free
  nodes: Int32Array; // by place, the trie's node
}

export function stepsOf({ units, starts }: Flat<unknown>): Steps {
  const codes = codesOf(units, starts);
  const count = starts.length - 1;
  const bases: number[] = [];
  const parents: number[] = [0];
  const nodes: number[] = [0];
  const placeOf = new Int32Array(count);
  let free = 1;
  const take = (place: number, parent: number, node: number) => {
    while (parents.length <= place) {
      parents.push(0);
      nodes.push(0);
    }
    parents[place] = parent;
    nodes[place] = node;
    placeOf[node] = place;
  };
  const first = new Int32Array(65536);
  for (let node = starts[0]!; node < starts[1]!; node++) {
    take(free, ROOT, node);
    first[units[node]!] = free++;
  }
  for (let node = 1; node < count; node++) {
    const from = starts[node]!;
    const to = starts[node + 1]!;
    if (from === to) continue;
    while ((parents[free] ?? 0) !== 0) free++;
    let base = Math.max(0, free - codes[units[from]!]!);
    while (!fits(base, from, to, units, codes, parents)) base++;
    bases[placeOf[node]!] = base;
    for (let i = from; i < to; i++) take(base + codes[units[i]!]!, placeOf[node]!, i);
  }
  // Beyond the last place no unit may lead out of the arrays.
  const size = parents.length + codes.reduce((a, b) => Math.max(a, b), 0) + 1;
  return {
    roots: first,
    codes,
    bases: sized(bases, size),
    parents: sized(parents, size),
    nodes: sized(nodes, size),
  };
}

const ROOT = -1;

function fits(
  base: number,
  from: number,
  to: number,
  units: Uint16Array,
  codes: Uint16Array,
  parents: readonly number[],
): boolean {
  for (let i = from; i < to; i++) if ((parents[base + codes[units[i]!]!] ?? 0) !== 0) return false;
  return base + codes[units[from]!]! > 0;
}

/** The more often a unit goes on a word the lower its code: the places stay close together. */
function codesOf(units: Uint16Array, starts: Uint32Array): Uint16Array {
  const counts = new Map<number, number>();
  for (let node = starts[1]!; node < units.length; node++)
    counts.set(units[node]!, (counts.get(units[node]!) ?? 0) + 1);
  const codes = new Uint16Array(65536);
  [...counts].sort(([, a], [, b]) => b - a).forEach(([unit], i) => (codes[unit] = i + 1));
  return codes;
}

function sized(list: readonly number[], size: number): Int32Array {
  const out = new Int32Array(size);
  list.forEach((value, i) => (out[i] = value));
  return out;
}
