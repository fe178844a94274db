import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { check, runCheck } from '../../src/cli/check.js';
import { AppError } from '../../src/core/errors.js';
import type { Finding } from '../../src/files/finding.js';
import { PLACEHOLDERS } from '../../src/intents/patterns.js';
import { placeholders } from '../../src/understand/patterns.js';

const GREETING = `---
purpose: a test
variables:
  name: who
examples:
  - data: { name: 郝满仓 }
    expect: 已记郝满仓
---
已记{{ name }}
`;

/** What a policy base rests on, and one file of entries. */
const POLICY_WORDS = new Set(['concepts.yaml', 'focus.yaml', 'funds.yaml', 'sources.yaml', 'terms.yaml']);

/** A copy of what ships, to be spoiled; made where a test asks for a file of it. */
let dir: string | undefined;
function copy(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'cuncunbao-check-'));
  cpSync('templates', path.join(made, 'templates'), { recursive: true });
  // Asking every policy entry all its ways takes seconds, and is looked at once, in what ships.
  const wanted = (from: string) =>
    path.basename(path.dirname(from)) !== 'policies' || POLICY_WORDS.has(path.basename(from));
  cpSync('intents', path.join(made, 'intents'), { recursive: true, filter: wanted });
  return made;
}
afterEach(() => {
  if (dir) rmSync(dir, { recursive: true });
  dir = undefined;
});

const file = (name: string): string => path.join((dir ??= copy()), name);
const folders = () => ({ intents: file('intents'), templates: file('templates') });
const findingsIn = (name: string) => check(folders()).findings.filter((f) => f.file === file(name));
/** Changes a file and gives the 1-based line on which the changed words stand. */
function edit(name: string, from: string, to: string): number {
  const text = readFileSync(file(name), 'utf8');
  expect(text).toContain(from);
  const changed = text.replace(from, to);
  writeFileSync(file(name), changed);
  return changed.slice(0, changed.indexOf(to)).split('\n').length;
}
/** The example of docs/ADDING-A-FORM.md, as its readers will paste it. */
const documented = () =>
  /```yaml\n(id: water-outage\n[\s\S]*?)```/.exec(readFileSync('docs/ADDING-A-FORM.md', 'utf8'))![1]!;

test('what ships has no findings', () => {
  expect(check().findings).toEqual([]);
});

test('the form on the page about adding a form works as it stands there', () => {
  writeFileSync(file('intents/kinds/water-outage.yaml'), documented());
  expect(findingsIn('intents/kinds/water-outage.yaml')).toEqual([]);
});

test('an example that comes out otherwise is a finding at that example', () => {
  const name = 'intents/kinds/water-outage.yaml';
  writeFileSync(file(name), documented().replace('households: 32, cause', 'households: 33, cause'));
  const line =
    documented()
      .split('\n')
      .findIndex((l) => l.includes('- text:')) + 1;
  expect(findingsIn(name)).toMatchObject([{ line, severity: 'error', code: 'definition' }]);
  expect(findingsIn(name)[0]!.message).toContain('households');
});

test('a mistake in a definition names line, column and what is allowed', () => {
  const name = 'intents/kinds/water-outage.yaml';
  writeFileSync(file(name), documented());
  const line = edit(name, 'type: number', 'type: numbre');
  const [finding] = findingsIn(name);
  expect(finding).toMatchObject({
    line,
    column: documented().split('\n')[line - 1]!.indexOf('type: number') + 1,
  });
  expect(finding!.message).toMatch(/numbre/);
  expect(finding!.message).toMatch(/number, money/);
});

test.each([
  ['影响((?<v>{num})户', /Unterminated group/],
  ['影响(?<v>{nums})户', /unknown \{nums\}; allowed: \{num\} \{money\}/],
])('the pattern %s is a finding where it stands', (pattern, message) => {
  const name = 'intents/kinds/water-outage.yaml';
  writeFileSync(file(name), documented());
  const line = edit(name, '影响(?<v>{num})户', pattern);
  const [finding] = findingsIn(name);
  expect(finding).toMatchObject({ line, column: documented().split('\n')[line - 1]!.indexOf("'影响") + 1 });
  expect(finding!.message).toMatch(message);
});

test('a bad pattern in a word list is found too', () => {
  const text = 'risks:\n  flood:\n    signals: ["进水("]\n';
  writeFileSync(file('intents/words/flood.yaml'), text);
  expect(findingsIn('intents/words/flood.yaml')).toMatchObject([{ line: 3, column: 15, code: 'definition' }]);
});

test('what a pattern may hold is what understanding fills in', () => {
  const filled = placeholders({
    lists: {},
    fragments: {},
    risks: {},
    dialect: {},
    repairs: { signs: [], turns: [], patterns: [] },
    lookalikes: [],
    terms: [],
  });
  // The word lists that understanding itself needs are there under a name of their own, whatever a county writes.
  const names = [...filled.keys()].filter((name) => !name.startsWith('words:'));
  expect(names).toEqual([...PLACEHOLDERS]);
});

test('a mistake in the heads of register files is a finding with its place', () => {
  const line = edit('intents/roster.yaml', '  town: [', '  twon: [');
  const found = findingsIn('intents/roster.yaml');
  expect(found.map((f) => f.code)).toEqual(['roster-columns', 'roster-columns']);
  expect(found[0]!.line).toBeGreaterThanOrEqual(line - 1);
  expect(found.some((f) => f.message.includes('twon'))).toBe(true);
});

test('YAML that cannot be read is a finding with its place', () => {
  const name = 'intents/kinds/water-outage.yaml';
  writeFileSync(file(name), documented());
  const line = edit(name, 'title: 停水\n', 'title: 停水\ntitle: 断水\n');
  expect(findingsIn(name)).toMatchObject([{ line: line + 1, column: 1, code: 'definition' }]);
});

test('a form that demands photos, or asks for 收到, is refused', () => {
  const name = 'intents/kinds/water-outage.yaml';
  writeFileSync(file(name), documented());
  const photos = edit(
    name,
    'labels: [停水村, 村], expected: true }',
    'labels: [停水村, 村], expected: true }\n  photos: { type: number, labels: [现场照片], expected: true }',
  );
  const asked = edit(name, '是哪个村停水？', '收到请回复');
  const found = findingsIn(name);
  expect(found).toContainEqual(expect.objectContaining({ line: photos + 1, code: 'burden-photos' }));
  expect(found).toContainEqual(expect.objectContaining({ line: asked, code: 'burden-receipt-reply' }));
});

describe('templates, each with a mistake of its own, looked at together', () => {
  const demand = GREETING.replace('name: 郝满仓', 'name: 请发照片').replace('已记郝满仓', '已记请发照片');
  const mistakes = [
    ['an unknown filter', '已记{{ name }}', '已记{{ name | shout }}', 9, 'template'],
    ['a tag that is not closed', '已记{{ name }}', '{% if name %}已记{{ name }}', 9, 'template'],
    [
      'an unknown variable',
      '已记{{ name }}',
      '已记{{ name }}{% if village %}{% endif %}',
      9,
      'template-variable',
    ],
    ['an example that comes out otherwise', 'expect: 已记郝满仓', 'expect: 已记李小芳', 7, 'template'],
    ['an unknown key in the head', 'purpose: a test', 'porpoise: a test', 2, 'template'],
    [
      'a demand',
      '已记{{ name }}',
      '{% if name == "" %}请\n发定位{% endif %}已记{{ name }}',
      10,
      'burden-location',
    ],
  ] as const;
  const name = (what: string) => `templates/greeting-${what.replaceAll(' ', '-')}.liquid`;
  const found = new Map<string, Finding[]>();
  // Looked at in the first test: each look takes half a second.
  beforeEach(() => {
    if (found.size > 0) return;
    writeFileSync(file(name('sound')), GREETING);
    writeFileSync(file(name('values')), demand);
    for (const [what, from, to] of mistakes) writeFileSync(file(name(what)), GREETING.replace(from, to));
    const { findings } = check(folders());
    for (const what of ['sound', 'values', ...mistakes.map(([mistake]) => mistake)])
      found.set(what, findings.filter((one) => one.file === file(name(what)))); // prettier-ignore
  });

  test('a sound head and text have no findings', () => {
    expect(found.get('sound')).toEqual([]);
  });

  test.each(mistakes)('%s is a finding', (what, _from, _to, line, code) => {
    expect(found.get(what)).toContainEqual(expect.objectContaining({ code, severity: 'error', line }));
  });

  test('a demand that only the values make is found in the example', () => {
    expect(found.get('values')).toMatchObject([{ line: 7, column: 5, code: 'burden-photos' }]);
  });
});

test('prints JSON lines for programs, lines for people, and says by its status whether it found anything', () => {
  const out: string[] = [];
  const err: string[] = [];
  const run = () =>
    runCheck(
      folders(),
      (line) => out.push(line),
      (line) => err.push(line),
    );
  writeFileSync(file('templates/greeting.liquid'), GREETING.replace('已记{{ name }}', '请打卡'));
  expect(run()).toBe(1);
  const found = out.map((line) => JSON.parse(line) as object);
  expect(found).toContainEqual({
    file: file('templates/greeting.liquid'),
    line: 9,
    column: 2,
    severity: 'error',
    code: 'burden-location',
    message: expect.stringContaining('打卡'),
  });
  expect(
    err.some((line) => line.startsWith(`${file('templates/greeting.liquid')}:9:2 error burden-location:`)),
  ).toBe(true);
  expect(err.at(-1)).toMatch(/^\d+ files, \d+ findings?$/);
});

test('a county without rules of its own is held to those that ship', () => {
  rmSync(file('intents/burden.yaml'));
  writeFileSync(file('templates/greeting.liquid'), GREETING.replace('已记{{ name }}', '请打卡'));
  expect(findingsIn('templates/greeting.liquid').map((f) => f.code)).toContain('burden-location');
});

test('a folder that is not there is bad input, not a finding', () => {
  expect(() => check({ templates: file('nowhere') })).toThrow(AppError);
});
