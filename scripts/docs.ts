/** Links of the documentation resolve, the glossary knows every word of the code, nothing names one machine's paths. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const MADE = new Set(['dist', 'data', 'coverage', 'src/generated']);
const files = listed().filter(
  (file) => file !== '' && existsSync(path.join(root, file)) && statSync(path.join(root, file)).isFile(),
);
const problems = [...brokenLinks(), ...missingTerms(), ...machinePaths()];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

/** What git knows or would take; without git, or in an unpacked archive, everything that is not made. */
function listed(): string[] {
  try {
    // The checkout may belong to another account than the one that checks it.
    const args = ['-c', 'safe.directory=*', 'ls-files', '-co', '--exclude-standard', '-z'];
    return execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).split('\0');
  } catch {
    return walk('');
  }
}

function walk(dir: string): string[] {
  return readdirSync(path.join(root, dir), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(dir, entry.name);
    if (MADE.has(file) || entry.name === 'node_modules' || entry.name === '.git') return [];
    return entry.isDirectory() ? walk(file) : [file];
  });
}

function brokenLinks(): string[] {
  const found: string[] = [];
  for (const file of files.filter((name) => name.endsWith('.md'))) {
    // Code is no prose: what looks like a link in it is not one.
    const text = read(file)
      .replace(/```[\s\S]*?```/g, blank)
      .replace(/`[^`\n]*`/g, blank);
    for (const link of text.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)|(?:src|href)="([^"]+)"/g)) {
      const target = link[1] ?? link[2]!;
      if (/^[a-z]+:/i.test(target)) continue;
      const [to, anchor] = target.split('#') as [string, string | undefined];
      const resolved = to === '' ? file : path.join(path.dirname(file), decodeURI(to));
      const at = `${file}:${lineOf(text, link.index)}`;
      if (!existsSync(path.join(root, resolved))) found.push(`${at}: there is no ${resolved}`);
      else if (
        anchor !== undefined &&
        resolved.endsWith('.md') &&
        !anchors(resolved).includes(decodeURI(anchor))
      ) {
        found.push(`${at}: ${resolved} has no heading #${anchor}`);
      }
    }
  }
  return found;
}

/** The anchors that GitHub gives to the headings of a page. */
function anchors(file: string): string[] {
  const seen = new Map<string, number>();
  return [
    ...read(file)
      .replace(/```[\s\S]*?```/g, blank)
      .matchAll(/^#+\s+(.+)$/gm),
  ].map(([, heading]) => {
    const slug = heading!
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

function missingTerms(): string[] {
  const glossary = 'docs/GLOSSARY.md';
  if (!existsSync(path.join(root, glossary))) return [`there is no ${glossary}`];
  const words = new Set(read(glossary).match(/[A-Za-z]\w*/g));
  const wanted: [term: string, at: string][] = [];
  const collect = (file: string, pattern: RegExp): void => {
    const text = read(file);
    for (const match of text.matchAll(pattern))
      wanted.push([match[1]!, `${file}:${lineOf(text, match.index)}`]);
  };
  collect('prisma/schema.prisma', /^model (\w+)/gm);
  for (const file of files.filter((name) => name.startsWith('src/core/'))) {
    collect(file, /^export (?:interface|type|class|abstract class) (\w+)/gm);
  }
  return wanted
    .filter(([term]) => !words.has(term))
    .map(([term, at]) => `${at}: ${term} is not in ${glossary}`);
}

/** A path that exists on somebody's machine only. */
function machinePaths(): string[] {
  const pattern = new RegExp(
    `(?<![\\w.~-])/(${['work', 'root', 'tmp/team', 'Users', 'home'].join('|')})/[\\w.-]`,
  );
  const found: string[] = [];
  for (const file of files.filter(
    (name) => !/package-lock\.json$|\.(png|jpg|ico|ttf|woff2?|xlsx|docx)$/.test(name),
  )) {
    read(file)
      .split('\n')
      .forEach((line, i) => {
        const match = pattern.exec(line);
        if (match !== null)
          found.push(`${file}:${i + 1}: a path of one machine: ${line.trim().slice(0, 100)}`);
      });
  }
  return found;
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Blanks a stretch of text and keeps its lines, so that positions still hold. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
