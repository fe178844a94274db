import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../files/finding.js';
import { readText } from '../files/yaml.js';
import { templateHead, type TemplateFile } from './schema.js';

const HEAD = /^---\n([\s\S]*?)\n---\n/;

/** The YAML of a template's head, for a build to parse beforehand; undefined where there is none. */
export function headOf(text: string): string | undefined {
  return HEAD.exec(text.replaceAll('\r\n', '\n'))?.[1];
}

/** Reads one template. Everything wrong is returned as a finding with its place, never thrown. */
export function parseTemplate(file: string, text: string): TemplateFile | Finding[] {
  const unix = text.replaceAll('\r\n', '\n');
  const head = HEAD.exec(unix);
  if (!head)
    return [{ file, line: 1, column: 1, message: 'must start with a head between two lines of ---' }];
  const findings: Finding[] = [];
  const read = readText(file, head[1]!, templateHead, findings, 2);
  if (!read) return findings;
  return {
    name: path.basename(file, '.liquid'),
    file,
    head: read.value,
    body: unix.slice(head[0].length),
    bodyLine: head[0].split('\n').length,
    exampleAt: (i) => read.at(['examples', i, 'expect']),
  };
}

/** Every `*.liquid` of a directory, with what is wrong in them. Throws only when the directory cannot be read. */
export function readTemplates(dir: string): { files: TemplateFile[]; findings: Finding[] } {
  const files: TemplateFile[] = [];
  const findings: Finding[] = [];
  for (const entry of readdirSync(dir)
    .filter((f) => f.endsWith('.liquid'))
    .sort()) {
    const file = path.join(dir, entry);
    const result = parseTemplate(file, readFileSync(file, 'utf8'));
    if (Array.isArray(result)) findings.push(...result);
    else files.push(result);
  }
  return { files, findings };
}
