import type { KindDefinition } from '../intents/schema.js';
import type { Compiled, CompiledKind, Evidence, Tally } from './compiled.js';
import type { Gates } from './gate.js';

/** Weights are added up in several orders. */
export const ROUNDING = 1e-6;

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

/** What classifying counts in; the evidence gets its ids, and waits for its words. */
export function tallyOf(kinds: readonly CompiledKind[], gates: Gates, groups: number, fields: number): Tally {
  const anyway = new Float64Array(kinds.length);
  const all = kinds.flatMap((kind) => kind.evidence);
  for (const [id, evidence] of all.entries()) {
    evidence.id = id;
    evidence.watched = gates.wait(evidence.gate, id);
    if (!evidence.watched) anyway[evidence.kind]! += evidence.most;
  }
  return {
    scores: new Float64Array(kinds.length),
    most: new Float64Array(kinds.length),
    anyway,
    least: Float64Array.from(kinds, ({ def, named, risky }) =>
      def.asks ? Infinity : def.threshold - named - risky - ROUNDING,
    ),
    kindOf: Uint16Array.from(all, (evidence) => evidence.kind),
    weightOf: Float64Array.from(all, (evidence) => evidence.most),
    counted: new Uint8Array(all.length),
    groups: new Uint8Array(groups),
    fields: new Uint8Array(fields),
    out: new Uint8Array(kinds.length),
    titled: Uint8Array.from(kinds, (kind) => (kind.def.titled ? 1 : 0)),
  };
}
