import type { Household } from '../src/core/household.js';
import type { MessageInput } from '../src/core/records.js';

/**
 * As many messages as are asked for, in the wording of the given ones but with other people and other numbers, so that
 * no text comes twice in a hurry and nothing that remembers texts could look fast. The same for the same input.
 */
export function vary(
  inputs: readonly MessageInput[],
  households: readonly Household[],
  count: number,
): MessageInput[] {
  const next = random(20260318);
  const byLength = new Map<number, string[]>();
  for (const { householder } of households) {
    const same = byLength.get(householder.length);
    if (same) same.push(householder);
    else byLength.set(householder.length, [householder]);
  }
  const known = [...new Set(households.map((h) => h.householder))].filter((name) => name.length >= 2);
  const names = new RegExp(known.length === 0 ? '(?!)' : known.map(escape).join('|'), 'g');
  return Array.from({ length: count }, (_, n) => {
    const input = inputs[n % inputs.length]!;
    const said = new Map<string, string>();
    const other = (name: string) => {
      const among = byLength.get(name.length)!;
      const found = said.get(name) ?? among[next(among.length)]!;
      said.set(name, found);
      return found;
    };
    const write = (text: string) =>
      text.replace(names, other).replace(/\d+(?:\.\d+)?/g, (d) => number(d, next));
    return {
      ...input,
      id: `${input.id}-${n}`,
      text: write(input.text),
      ...(input.previous && { previous: input.previous.map((p) => ({ ...p, text: write(p.text) })) }),
    };
  });
}

/** Small numbers stay small (days, people, groups), long ones keep their first digit and length. */
function number(written: string, next: (below: number) => number): string {
  if (written.length < 4 && !written.includes('.'))
    return String(1 + next(Math.max(1, Math.min(2 * Number(written), 28))));
  return written.replace(/\d/g, (digit, at) => (at === 0 || next(2) === 0 ? digit : String(next(10))));
}

function escape(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}
