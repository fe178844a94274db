import { readFileSync } from 'node:fs';
import { Liquid } from 'liquidjs';
import { z } from 'zod';
import { readText } from '../../files/yaml.js';
import { lintTemplates } from '../../reply/index.js';
import type { BurdenGuard } from './burden.js';
import { finding, placeOf, shown, type CheckFinding } from './finding.js';
import { filesOf } from './files.js';

/** What is needed of the head here; `reply` holds it to its whole shape. */
const headSchema = z.looseObject({
  variables: z.record(z.string(), z.unknown()).default({}),
  examples: z.array(z.looseObject({ expect: z.string() })).default([]),
});

const HEAD = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/;

/** Syntax and examples (by `reply`), variables that the head does not name, and the burden guard. */
export function checkTemplates(
  dir: string,
  guard: BurdenGuard | undefined,
): { files: number; findings: CheckFinding[] } {
  const files = filesOf(dir, '.liquid');
  const findings = lintTemplates(dir).map((f) =>
    finding({ ...f, file: shown(f.file) }, 'template', f.message),
  );
  for (const file of files) findings.push(...checkOne(shown(file), readFileSync(file, 'utf8'), guard));
  return { files: files.length, findings };
}

function checkOne(file: string, text: string, guard: BurdenGuard | undefined): CheckFinding[] {
  const head = HEAD.exec(text);
  if (head === null) return [];
  const read = readText(file, head[1]!, headSchema, [], 2);
  if (read === undefined) return [];
  const body = text.slice(head[0].length);
  const findings = undeclared(file, text, body, Object.keys(read.value.variables));
  if (guard === undefined) return findings;
  const { literal, offsets } = literalOf(body);
  const said = guard.texts({
    text: literal,
    at: (offset) => placeOf(file, text, head[0].length + (offsets[offset] ?? 0)),
  });
  // What only shows once the values are in it.
  const rendered = read.value.examples.flatMap((example, i) =>
    guard.texts({ text: example.expect, at: () => read.at(['examples', i, 'expect']) }),
  );
  return [...findings, ...said, ...rendered.filter((f) => !said.some((s) => s.code === f.code))];
}

function undeclared(file: string, text: string, body: string, declared: string[]): CheckFinding[] {
  const engine = new Liquid();
  let parsed: ReturnType<typeof engine.parse>;
  try {
    parsed = engine.parse(body);
  } catch {
    return []; // said already, with its place
  }
  const names = new Set(engine.globalVariableSegmentsSync(parsed).map((segments) => String(segments[0])));
  return [...names]
    .filter((name) => !declared.includes(name))
    .map((name) => {
      const at = text.length - body.length + Math.max(0, body.search(new RegExp(`(?<![\\w.])${name}\\b`)));
      const allowed = declared.length > 0 ? declared.join(', ') : 'none';
      return finding(
        placeOf(file, text, at),
        'template-variable',
        `"${name}" is not among its variables (${allowed})`,
      );
    });
}

/** The text between the tags, each tag as one □, and where each character of it stands in the body. */
function literalOf(body: string): { literal: string; offsets: number[] } {
  const offsets: number[] = [];
  let literal = '';
  for (const match of body.matchAll(/\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}|[\s\S]/g)) {
    const tag = match[0].length > 1;
    offsets.push(match.index);
    literal += tag ? '□' : match[0];
  }
  return { literal, offsets };
}
