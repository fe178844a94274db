import type { Finding } from '../files/finding.js';
import type { LoadedPolicies } from './policies.js';
import type { PolicyEntry } from './policy-schema.js';

/** The id of the entry that a way of asking leads to, or undefined where none is sure. Passed in: `intents` knows no stage. */
export type AnswerExample = (question: string, region: string) => string | undefined;

/** Mistakes inside and between entries of the policy base, and ways of asking that their own entry does not answer. */
export function lintPolicies(loaded: LoadedPolicies, answer: AnswerExample): Finding[] {
  return [...references(loaded), ...marks(loaded), ...contradictions(loaded), ...sameWays(loaded), ...unanswered(loaded, answer), ...answeredAnyway(loaded, answer)];
}

function references({ base, placeOf }: LoadedPolicies): Finding[] {
  const out: Finding[] = [];
  const aspects = new Set(base.focus.aspects);
  for (const entry of base.entries) {
    if (!base.sources.has(entry.source))
      out.push({ ...placeOf(entry.id, 'source'), message: `${entry.id}: there is no source "${entry.source}" in sources.yaml` });
    for (const aspect of entry.answers)
      if (!aspects.has(aspect))
        out.push({ ...placeOf(entry.id, 'answers'), message: `${entry.id}: "${aspect}" is not an aspect of focus.yaml; allowed: ${[...aspects].join(', ')}` });
    for (const way of entry.ways) {
      const neighbour = entry.not.find((word) => way.includes(word));
      if (neighbour !== undefined)
        out.push({ ...placeOf(entry.id, 'ways'), message: `${entry.id}: «${way}» holds "${neighbour}", which its own "not" excludes` });
    }
  }
  for (const source of base.sources.values()) {
    const after = source.supersededBy;
    if (after !== undefined && !base.sources.has(after))
      out.push({ ...placeOf(`source:${source.id}`), message: `${source.id}: supersededBy names no source: "${after}"` });
  }
  for (const rule of base.focus.focus)
    for (const aspect of rule.means)
      if (!aspects.has(aspect)) out.push({ file: 'policies/focus.yaml', line: 1, column: 1, message: `"${aspect}" is not among its aspects` });
  return out;
}

/** What no longer holds must say so: a source that was followed by another, an end that the text does not tell. */
function marks({ base, placeOf }: LoadedPolicies): Finding[] {
  const out: Finding[] = [];
  for (const source of base.sources.values())
    if (source.supersededBy !== undefined && source.status !== 'expired')
      out.push({ ...placeOf(`source:${source.id}`), message: `${source.id}: "${source.supersededBy}" took its place, so its status must be expired` });
  for (const entry of base.entries)
    if (entry.inForceTo !== undefined && !entry.says.includes(entry.inForceTo.slice(0, 4)))
      out.push({ ...placeOf(entry.id, 'says'), message: `${entry.id}: holds until ${entry.inForceTo}, but its text does not say so` });
  return out;
}

/** The figures of a text, years aside: what two entries may not tell differently. */
function figures(text: string): Set<string> {
  return new Set((text.match(/\d+(?:\.\d+)?/g) ?? []).filter((n) => !/^20[0-3]\d$/.test(n)));
}

const apart = (a: Set<string>, b: Set<string>): boolean => a.size > 0 && b.size > 0 && ![...a].some((n) => b.has(n));

function contradictions({ base, placeOf }: LoadedPolicies): Finding[] {
  const out: Finding[] = [];
  const pairs = (key: (entry: PolicyEntry) => readonly string[], tell: (a: PolicyEntry, b: PolicyEntry, shared: string) => string) => {
    const seen = new Map<string, PolicyEntry[]>();
    for (const entry of base.entries)
      for (const one of key(entry)) {
        for (const other of seen.get(one) ?? [])
          if (apart(figures(other.says), figures(entry.says))) out.push({ ...placeOf(entry.id, 'says'), message: tell(entry, other, one) });
        seen.set(one, [...(seen.get(one) ?? []), entry]);
      }
  };
  pairs(
    (entry) => entry.facts,
    (a, b, fact) => `${a.id} and ${b.id} both cover ${fact}, with different figures`,
  );
  pairs(
    (entry) => (entry.attribute === undefined ? [] : [`${entry.attribute} (${entry.source})`]),
    (a, b, what) => `${a.id} contradicts ${b.id}: different figures for ${what}`,
  );
  return out;
}

function sameWays({ base, placeOf }: LoadedPolicies): Finding[] {
  const out: Finding[] = [];
  const first = new Map<string, string>();
  for (const entry of [...base.entries, ...base.unanswered])
    for (const way of entry.ways) {
      const owner = first.get(way);
      if (owner !== undefined) out.push({ ...placeOf(entry.id, 'ways'), message: `«${way}» is a way of asking for ${owner === entry.id ? 'the same entry twice' : `both ${owner} and ${entry.id}`}` });
      else first.set(way, entry.id);
    }
  return out;
}

function unanswered({ base, placeOf }: LoadedPolicies, answer: AnswerExample): Finding[] {
  const out: Finding[] = [];
  const attribute = new Map(base.entries.map((entry) => [entry.id, entry.attribute]));
  for (const entry of base.entries) {
    const region = base.sources.get(entry.source)?.region ?? '';
    for (const way of [entry.title, ...entry.ways]) {
      const got = answer(way, entry.regionBound ? region : '');
      const kin = got !== undefined && entry.attribute !== undefined && attribute.get(got) === entry.attribute;
      if (got === entry.id || kin) continue;
      const what = got === undefined ? 'no entry is sure of' : `${got} answers`;
      out.push({ ...placeOf(entry.id, way === entry.title ? 'title' : 'ways'), message: `${entry.id}: ${what} «${way}»` });
    }
  }
  return out;
}

/** What is listed as unanswered, and is answered. */
function answeredAnyway({ base, placeOf }: LoadedPolicies, answer: AnswerExample): Finding[] {
  const out: Finding[] = [];
  for (const { id, ways } of base.unanswered)
    for (const way of ways) {
      const got = answer(way, '');
      if (got !== undefined) out.push({ ...placeOf(id), message: `${id}: ${got} answers «${way}», which is not to be answered` });
    }
  return out;
}
