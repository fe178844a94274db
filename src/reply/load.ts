import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { templateHead, type TemplateFile, type TemplateFinding } from './schema.js';

const HEAD = /^---\n([\s\S]*?)\n---\n/;

/** Reads one template. Everything wrong is returned as a finding with its place, never thrown. */
export function parseTemplate(file: string, text: string): TemplateFile | TemplateFinding[] {
  const unix = text.replaceAll('\r\n', '\n');
  const head = HEAD.exec(unix);
  if (!head)
    return [{ file, line: 1, column: 1, message: 'must start with a head between two lines of ---' }];
  const lines = new LineCounter();
  const doc = parseDocument(head[1]!, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: line + 1, column: col }; // the head starts on line 2
  };
  if (doc.errors.length > 0)
    return doc.errors.map((e) => ({ ...at(e.pos[0]), message: e.message.split('\n')[0]! }));
  const parsed = templateHead.safeParse(doc.toJS());
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => {
      const node = doc.getIn(
        issue.path.filter((p) => typeof p !== 'symbol'),
        true,
      ) as { range?: [number] } | undefined;
      return {
        ...at(node?.range?.[0] ?? 0),
        message: `${issue.path.map(String).join('.') || 'head'}: ${issue.message}`,
      };
    });
  }
  return {
    name: path.basename(file, '.liquid'),
    file,
    head: parsed.data,
    body: unix.slice(head[0].length),
    bodyLine: head[0].split('\n').length,
    exampleAt: (i) => {
      const node = doc.getIn(['examples', i, 'expect'], true) as { range?: [number] } | undefined;
      return at(node?.range?.[0] ?? 0);
    },
  };
}

/** Every `*.liquid` of a directory, with what is wrong in them. Throws only when the directory cannot be read. */
export function readTemplates(dir: string): { files: TemplateFile[]; findings: TemplateFinding[] } {
  const files: TemplateFile[] = [];
  const findings: TemplateFinding[] = [];
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
