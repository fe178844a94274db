import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { AppError, messageOf } from '../core/errors.js';

/** Reads a YAML file against a schema. Throws an AppError `code` that lists every mistake as file:line:column. */
export function readYaml<S extends z.ZodType>(path: string, schema: S, code: string): z.infer<S> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new AppError(code, `${path}: cannot be read: ${messageOf(error)}`, { cause: error });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const say = (offset: number, message: string) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col} ${message}`;
  };
  if (document.errors.length > 0) {
    throw new AppError(code, document.errors.map((e) => say(e.pos[0], e.message)).join('\n'));
  }
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => {
    for (let depth = issue.path.length; depth > 0; depth--) {
      const node = document.getIn(issue.path.slice(0, depth), true) as { range?: [number] } | undefined;
      if (node?.range) return say(node.range[0], `${issue.path.map(String).join('.')}: ${issue.message}`);
    }
    return say(0, `${issue.path.map(String).join('.') || 'file'}: ${issue.message}`);
  });
  throw new AppError(code, mistakes.join('\n'));
}
