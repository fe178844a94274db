import type { z } from 'zod';
import { parseYaml } from '../../intents/index.js';
import { finding, type CheckFinding, type Place } from './finding.js';

export interface YamlFile<T> {
  value: T;
  /** The place of a value; of its nearest parent where the path leads nowhere. */
  at(path: readonly PropertyKey[]): Place;
}

/**
 * Reads YAML against a schema. `firstLine`: the line of the file on which the text starts (front matter).
 * Every mistake is a finding with its place, under `code`; the value is absent where there is one.
 */
export function readYaml<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
  code: string,
  firstLine = 1,
): { read?: YamlFile<z.infer<S>>; findings: CheckFinding[] } {
  const { value, errors, source } = parseYaml(text);
  const placeAt = (offset: number): Place => {
    const { line, col } = source().lines.linePos(offset);
    return { file, line: line + firstLine - 1, column: col };
  };
  if (errors.length > 0) {
    return { findings: errors.map((error) => finding(placeAt(error.pos[0]), code, error.message)) };
  }
  const at = (path: readonly PropertyKey[]): Place => {
    for (let depth = path.length; depth > 0; depth--) {
      const node = source().document.getIn(path.slice(0, depth), true) as { range?: [number] } | undefined;
      if (node?.range) return placeAt(node.range[0]);
    }
    return placeAt(0);
  };
  const parsed = schema.safeParse(value);
  if (parsed.success) return { read: { value: parsed.data, at }, findings: [] };
  return {
    findings: parsed.error.issues.map((issue) =>
      finding(at(issue.path), code, `${issue.path.map(String).join('.') || 'file'}: ${issue.message}`),
    ),
  };
}
