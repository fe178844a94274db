import type { FieldDefinition } from '../intents/schema.js';
import type { Compiled, CompiledField } from './compiled.js';
import type { Gates } from './gate.js';
import { alternation } from './patterns.js';
import { inOneShape, interned } from './shapes.js';

/** A field with its words, expressions and gates. `id` counts through all fields of all kinds. */
export function compileField(
  id: number,
  gates: Gates,
  kind: string,
  name: string,
  def: FieldDefinition,
  regexp: Compiled['regexp'],
  any: (sources: readonly string[], flags?: string) => RegExp | undefined,
): CompiledField {
  const codeOf = new Map<string, string>();
  for (const [code, list] of Object.entries(def.values ?? {}))
    for (const word of [code, ...list]) codeOf.set(word, code);
  for (const group of Object.keys(def.groups ?? {})) codeOf.set(group, group);
  return {
    id,
    scent: gates.of(scentOf(def, [...codeOf.keys()], regexp)),
    signalGate: gates.of(any(def.signals)?.source ?? ''),
    name: interned(name),
    kind: interned(kind),
    def: inOneShape(def),
    stems: def.labels.filter((label) => label.length >= 2).map(stem),
    phrases: def.phrases.map((p) => regexp(p, 'dg')),
    phraseGates: def.phrases.map((p) => gates.of(regexp(p, 'dg').source)),
    not: any(def.not),
    notGate: gates.of(any(def.not)?.source ?? ''),
    signals: any(def.signals),
    strip: def.strip.length > 0 ? regexp(`^(?:${def.strip.join('|')})`) : undefined,
    within: any(def.within),
    withinGate: gates.of(any(def.within)?.source ?? ''),
    words: codeOf.size > 0 ? regexp(alternation([...codeOf.keys()]), 'g') : undefined,
    wordsGate: codeOf.size > 0 ? gates.of(alternation([...codeOf.keys()])) : undefined,
    codeOf,
    lasts: def.lasts.map((p) => regexp(p, 'g')),
    open: def.open === undefined ? undefined : regexp(def.open),
    denied: new Map(Object.entries(def.denied).map(([value, sources]) => [value, any(sources)!])),
    doubted: any(def.doubted),
    cases: def.cases.map((c) => ({
      is: c.is,
      pattern: c.pattern === undefined ? undefined : regexp(c.pattern),
      gate: gates.of(c.pattern === undefined ? '' : regexp(c.pattern).source),
      not: c.not === undefined ? undefined : regexp(c.not),
      with: c.with,
    })),
  };
}

/** "验收是7月6日" names 验收时间. */
const stem = (label: string): string => label.replace(/(?<=..)(?:时间|日期)$/, '');

/** The source of an expression that matches wherever words or phrases of a field may be; empty where that cannot be told. */
function scentOf(def: FieldDefinition, words: readonly string[], regexp: Compiled['regexp']): string {
  const phrases = def.phrases.map((phrase) => regexp(phrase, 'dg').source);
  switch (def.type) {
    case 'choice':
    case 'states':
    case 'amounts':
    case 'counts':
      return words.length === 0 ? '' : [alternation(words), ...phrases].join('|');
    case 'group':
      return '[组社]';
    case 'town':
      return '[镇乡街]';
    case 'unit':
    case 'village':
      return '';
    default:
      return def.within.length > 0 ? '' : phrases.join('|');
  }
}
