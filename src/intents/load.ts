import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LineCounter, parseDocument, isScalar, type Document } from 'yaml';
import type { z } from 'zod';
import { AppError } from '../core/errors.js';
import { patternFaults } from './patterns.js';
import { kindSchema, wordsSchema, type Definitions, type Finding, type KindDefinition, type SharedWords } from './schema.js';

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
  const words: SharedWords = { lists: {}, risks: {}, lookalikes: [], terms: [] };
  const wordFiles: Read<SharedWords>[] = [];
  for (const path of yamlFiles(join(dir, 'words'), findings)) {
    const part = readOne(path, dir, wordsSchema, findings);
    if (!part) continue;
    Object.assign(words.lists, part.value.lists);
    Object.assign(words.risks, part.value.risks);
    words.lookalikes.push(...part.value.lookalikes);
    words.terms.push(...part.value.terms);
    wordFiles.push(part);
  }
  const lists = Object.keys(words.lists);
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
  if (findings.length > 0) {
    throw new AppError('definitions-invalid', findings.map((f) => `${f.file}:${f.line}:${f.column} ${f.message}`).join('\n'));
  }
  return definitions;
}

function yamlFiles(dir: string, findings: Finding[]): string[] {
  try {
    return readdirSync(dir)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(dir, name));
  } catch {
    findings.push({ file: dir, line: 1, column: 1, message: 'cannot be read: expected a folder of YAML files' });
    return [];
  }
}

interface Read<T> {
  value: T;
  at(path: readonly PropertyKey[]): { file: string; line: number; column: number };
}

function readOne<S extends z.ZodType>(path: string, dir: string, schema: S, findings: Finding[]): Read<z.infer<S>> | undefined {
  const file = relative(dir, path);
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0]);
    findings.push({ file, line, column: col, message: error.message });
  }
  if (document.errors.length > 0) return undefined;
  const at = (where: readonly PropertyKey[]) => placeOf(document, lines, file, where);
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { value: parsed.data, at };
  for (const issue of parsed.error.issues) findings.push(...issueFindings(issue, document, at));
  return undefined;
}

type At = Read<unknown>['at'];

function faultsOf(read: Read<unknown>, lists: readonly string[]): Finding[] {
  return patternFaults(read.value, lists).map((fault) => ({ ...read.at(fault.path), message: fault.message }));
}

function issueFindings(issue: z.core.$ZodIssue, document: Document, at: At): Finding[] {
  const name = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...at([...issue.path, key]),
      message: `unknown key "${key}"${name ? ` in ${name}` : ''}`,
    }));
  }
  const node = document.getIn(issue.path, true);
  const given = isScalar(node) ? ` (found ${JSON.stringify(node.value)})` : '';
  const allowed = issue.code === 'invalid_value' ? `must be one of ${issue.values.map(String).join(', ')}` : issue.message;
  return [{ ...at(issue.path), message: `${name || 'file'}: ${allowed}${given}` }];
}

/** The place of the deepest part of the path that exists; of the key, where the path names a pair. */
function placeOf(document: Document, lines: LineCounter, file: string, path: readonly PropertyKey[]) {
  for (let depth = path.length; depth >= 0; depth--) {
    const part = path.slice(0, depth);
    const parent = document.getIn(part.slice(0, -1), true);
    const last = part.at(-1);
    const pair =
      depth > 0 && parent && typeof parent === 'object' && 'items' in parent
        ? (parent.items as { key?: { value?: unknown; range?: [number, number, number] } }[]).find((i) => i?.key?.value === last)
        : undefined;
    const node = depth === 0 ? document.contents : document.getIn(part, true);
    const range = pair?.key?.range ?? (node as { range?: [number, number, number] } | undefined)?.range;
    if (range) {
      const { line, col } = lines.linePos(range[0]);
      return { file, line, column: col };
    }
  }
  return { file, line: 1, column: 1 };
}
