import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isScalar, type Document } from 'yaml';
import type { z } from 'zod';
import { AppError, messageOf } from '../core/errors.js';
import { refuse, type Finding, type Place } from './finding.js';
import { parseYaml } from './parsed.js';

/** The YAML files of a folder, sorted; a folder that cannot be read is a finding. */
export function yamlFiles(dir: string, findings: Finding[]): string[] {
  try {
    return readdirSync(dir)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(dir, name));
  } catch {
    findings.push({
      file: dir,
      line: 1,
      column: 1,
      message: 'cannot be read: expected a folder of YAML files',
    });
    return [];
  }
}

/** A file's value and the places of its parts. */
export interface Read<T> {
  value: T;
  at(path: readonly PropertyKey[]): Place;
}

/** Reads one file against a schema. Every mistake is a finding with its place; the value is absent where there is one. */
export function readOne<S extends z.ZodType>(
  path: string,
  dir: string,
  schema: S,
  findings: Finding[],
): Read<z.infer<S>> | undefined {
  return readText(relative(dir, path), readFileSync(path, 'utf8'), schema, findings);
}

/** Likewise a text. `firstLine`: the line of `file` on which it starts, where it is only a part (front matter). */
export function readText<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
  findings: Finding[],
  firstLine = 1,
): Read<z.infer<S>> | undefined {
  const { value, errors, source } = parseYaml(text);
  const placeAt = (offset: number): Place => {
    const { line, col } = source().lines.linePos(offset);
    return { file, line: line + firstLine - 1, column: col };
  };
  for (const error of errors) findings.push({ ...placeAt(error.pos[0]), message: error.message });
  if (errors.length > 0) return undefined;
  const at = (where: readonly PropertyKey[]) =>
    whenAsked(file, () => placeAt(offsetOf(source().document, where)));
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data, at };
  for (const issue of parsed.error.issues) findings.push(...issueFindings(issue, source().document, at));
  return undefined;
}

/** The value of one file. Throws an AppError `code` that lists every mistake, or says that it cannot be read. */
export function readYaml<S extends z.ZodType>(path: string, schema: S, code: string): z.infer<S> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new AppError(code, `${path}: cannot be read: ${messageOf(error)}`, { cause: error });
  }
  const findings: Finding[] = [];
  const read = readText(path, text, schema, findings);
  if (!read) refuse(findings, code);
  return read!.value;
}

/** Places are handed on with every part, and looked at only where something is to be complained of. */
function whenAsked(file: string, find: () => Place): Place {
  let found: Place | undefined;
  return {
    file,
    get line() {
      return (found ??= find()).line;
    },
    get column() {
      return (found ??= find()).column;
    },
  };
}

type At = Read<unknown>['at'];

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
  const allowed =
    issue.code === 'invalid_value' ? `must be one of ${issue.values.map(String).join(', ')}` : issue.message;
  return [{ ...at(issue.path), message: `${name || 'file'}: ${allowed}${given}` }];
}

/** Where the deepest part of the path stands that exists; its key, where the path names a pair. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const part = path.slice(0, depth);
    const parent = document.getIn(part.slice(0, -1), true);
    const last = part.at(-1);
    const pair =
      depth > 0 && parent && typeof parent === 'object' && 'items' in parent
        ? (parent.items as { key?: { value?: unknown; range?: [number, number, number] } }[]).find(
            (i) => i?.key?.value === last,
          )
        : undefined;
    const node = depth === 0 ? document.contents : document.getIn(part, true);
    const range = pair?.key?.range ?? (node as { range?: [number, number, number] } | undefined)?.range;
    if (range) return range[0];
  }
  return 0;
}
