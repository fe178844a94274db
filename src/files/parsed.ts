import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { shipped } from './package-root.js';

/** A YAML text: what it says, and where each part of it stands. */
export interface ParsedYaml {
  /** Plain data, nobody else's; undefined where there are errors. */
  value: unknown;
  /** Mistakes of YAML itself, by their place in the text. */
  errors: readonly { pos: [number, number]; message: string }[];
  /** For places of parts: parsed when it is first asked, which is where there is something to complain of. */
  source(): YamlSource;
}

export interface YamlSource {
  document: Document;
  lines: LineCounter;
}

/**
 * Parsing takes several times longer than everything else about a definition, and most texts were seen before: those
 * that ship at the build, others when they were last read. Their data is kept as JSON, by a digest of the text.
 */
const seen = new Map<string, string>();
/** Beyond this many texts the oldest go: a folder that is edited all day must not fill the memory. */
const MOST = 2000;
/** What JSON cannot hold is parsed each time. */
const BEYOND_JSON = /\.(inf|nan)\b/i;
/** The same for what was built and for the sources beside it: a text is known by its digest. */
const BUILT = shipped('dist', 'definitions.json');
let builtRead = false;

export function parseYaml(text: string): ParsedYaml {
  if (!builtRead) readBuilt();
  const digest = digestOf(text);
  const known = seen.get(digest);
  let source: YamlSource | undefined;
  const sourceOf = () => (source ??= parse(text));
  if (known !== undefined) return { value: JSON.parse(known), errors: [], source: sourceOf };
  const { document } = sourceOf();
  if (document.errors.length > 0) return { value: undefined, errors: document.errors, source: sourceOf };
  const value: unknown = document.toJS();
  keep(digest, text, value);
  return { value, errors: [], source: sourceOf };
}

/** Data of texts by digest, for a build to keep; see `readBuilt`. */
export function digested(texts: readonly string[]): Record<string, string> {
  for (const text of texts) parseYaml(text);
  return Object.fromEntries(
    texts.map(digestOf).flatMap((digest) => (seen.has(digest) ? [[digest, seen.get(digest)!]] : [])),
  );
}

function parse(text: string): YamlSource {
  const lines = new LineCounter();
  return {
    lines,
    document: parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false }),
  };
}

function keep(digest: string, text: string, value: unknown): void {
  const json = BEYOND_JSON.test(text) ? undefined : JSON.stringify(value);
  if (json === undefined) return;
  if (seen.size >= MOST) seen.delete(seen.keys().next().value!);
  seen.set(digest, json);
}

/** What the build has parsed. A file that was changed since has another digest, and is parsed as it stands. */
function readBuilt(): void {
  builtRead = true;
  try {
    const built = JSON.parse(readFileSync(BUILT, 'utf8')) as Record<string, string>;
    for (const [digest, json] of Object.entries(built)) seen.set(digest, json);
  } catch {
    // Not built, or built by halves: slower by half a second, and no worse.
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64');
