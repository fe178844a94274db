import type { KindDefinition } from '../intents/schema.js';
import type { Compiled, CompiledKind, Evidence, Tally } from './compiled.js';
import type { Gates } from './gate.js';

export function weightOf(def: KindDefinition, what: 'register' | 'risk'): number {
  return def.evidence.reduce((sum, e) => sum + (e[what] ? e.weight : 0), 0);
}

/** The expressions that speak for a kind, heaviest first. */
export function evidenceOf(
  def: KindDefinition,
  kind: number,
  regexp: Compiled['regexp'],
  gates: Gates,
): Evidence[] {
  const found = def.evidence.flatMap(({ pattern: source, weight }): Evidence[] => {
    if (source === undefined) return [];
    const pattern = regexp(source);
    return [
      {
        id: 0,
        kind,
        pattern,
        gate: gates.of(pattern.source),
        weight,
        most: Math.max(0, weight),
        watched: false,
      },
    ];
  });
  return found.sort((a, b) => b.weight - a.weight);
}

/** What classifying counts in; the evidence gets its ids. */
export function tallyOf(kinds: readonly CompiledKind[], gates: Gates, groups: number, fields: number): Tally {
  const least = new Float64Array(kinds.length);
  const watched: Evidence[][] = [];
  let count = 0;
  for (const evidence of kinds.flatMap((kind) => kind.evidence)) {
    evidence.id = count++;
    const sets = gates.watchOf(evidence.gate);
    evidence.watched = sets !== undefined;
    if (sets === undefined) least[evidence.kind]! += evidence.most;
    else for (const set of sets) (watched[set] ??= []).push(evidence);
  }
  return {
    scores: new Float64Array(kinds.length),
    most: new Float64Array(kinds.length),
    least,
    watched: Array.from({ length: gates.size }, (_, set) => watched[set]),
    counted: new Uint8Array(count),
    groups: new Uint8Array(groups),
    fields: new Uint8Array(fields),
    out: new Uint8Array(kinds.length),
    titled: Uint8Array.from(kinds, (kind) => (kind.def.titled ? 1 : 0)),
  };
}
