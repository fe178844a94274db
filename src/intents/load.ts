import { refuse, type Finding } from '../files/finding.js';
import { join } from 'node:path';
import { patternFaults } from './patterns.js';
import { kindSchema, wordsSchema, type Definitions, type KindDefinition, type SharedWords } from './schema.js';
import { readOne, yamlFiles, type Read } from '../files/yaml.js';

/** Findings of a folder of definitions, with what could be read of it. */
export interface Loaded {
  definitions: Definitions;
  findings: Finding[];
}

/** Reads `kinds/*.yaml` and `words/*.yaml` below `dir`. Never throws for a mistake inside a file. */
export function readDefinitions(dir: string): Loaded {
  const findings: Finding[] = [];
  const kinds: KindDefinition[] = [];
  const places = new Map<string, { file: string; line: number; column: number }>();
  const words: SharedWords = { lists: {}, fragments: {}, risks: {}, dialect: {}, repairs: { signs: [], turns: [], patterns: [] }, lookalikes: [], terms: [] };
  const wordFiles: Read<SharedWords>[] = [];
  for (const path of yamlFiles(join(dir, 'words'), findings)) {
    const part = readOne(path, dir, wordsSchema, findings);
    if (!part) continue;
    Object.assign(words.lists, part.value.lists);
    Object.assign(words.fragments, part.value.fragments);
    Object.assign(words.risks, part.value.risks);
    Object.assign(words.dialect, part.value.dialect);
    words.repairs.signs.push(...part.value.repairs.signs);
    words.repairs.turns.push(...part.value.repairs.turns);
    words.repairs.patterns.push(...part.value.repairs.patterns);
    words.lookalikes.push(...part.value.lookalikes);
    words.terms.push(...part.value.terms);
    wordFiles.push(part);
  }
  const lists = [...Object.keys(words.lists), ...Object.keys(words.fragments)];
  for (const part of wordFiles) findings.push(...faultsOf(part, lists));
  for (const path of yamlFiles(join(dir, 'kinds'), findings)) {
    const kind = readOne(path, dir, kindSchema, findings);
    if (!kind) continue;
    const earlier = kinds.find((k) => k.id === kind.value.id);
    if (earlier) findings.push({ ...kind.at(['id']), message: `the kind "${kind.value.id}" is defined twice` });
    else kinds.push(kind.value);
    findings.push(...faultsOf(kind, lists));
    places.set(kind.value.id, kind.at([]));
    for (const key of ['ledger', 'ask', 'key', 'fields']) places.set(`${kind.value.id}.${key}`, kind.at([key]));
    for (const name of Object.keys(kind.value.fields)) places.set(`${kind.value.id}.fields.${name}`, kind.at(['fields', name]));
    kind.value.examples.forEach((_, i) => places.set(`${kind.value.id}/${i}`, kind.at(['examples', i])));
  }
  if (kinds.length === 0 && findings.length === 0)
    findings.push({ file: dir, line: 1, column: 1, message: 'holds no definitions: expected kinds/*.yaml' });
  return { definitions: { kinds, words, places }, findings };
}

/** Like `readDefinitions`, but throws an AppError that lists every mistake as file:line:column. */
export function loadDefinitions(dir: string): Definitions {
  const { definitions, findings } = readDefinitions(dir);
  refuse(findings);
  return definitions;
}

function faultsOf(read: Read<unknown>, lists: readonly string[]): Finding[] {
  return patternFaults(read.value, lists).map((fault) => ({ ...read.at(fault.path), message: fault.message }));
}
