import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkPolicies } from '../../src/cli/check/policies.js';
import { readPolicies } from '../../src/intents/index.js';
import { packageRoot } from '../../src/files/package-root.js';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'ccb-policies-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const ways = (word: string) =>
  Array.from({ length: 8 }, (_, i) => `${word}第${'一二三四五六七八'[i]!}样怎么说`);
const entry = (id: string, more = '', word = id) =>
  `  - id: ${id}\n    source: paper\n    clause: 一\n    title: ${word}是什么\n    about: [${word}]\n    answers: [list]\n    ways: [${ways(word).join(', ')}]\n${more}`;
const SOURCES =
  'sources:\n  - {id: paper, document: 某文件, issued: 2018-06, region: 全国, status: current, handOver: 县办}\n' +
  '  - {id: old, document: 旧文件, issued: 2016, region: 全国, status: current, supersededBy: paper, handOver: 县办}\n';
const FOCUS =
  "aspects: [list, amount]\nfocus:\n  - {pattern: 多少钱, means: [amount], strict: true}\nasking: '怎么|多少'\nelsewhere: '外县'\nplaces: []\n";

/** What the check says of a base with these entries. */
function findings(entries: string, sources = SOURCES.split('\n').slice(0, 2).join('\n')): string[] {
  const own = mkdtempSync(path.join(dir, 'x'));
  mkdirSync(path.join(own, 'policies'));
  const at = (name: string) => path.join(own, 'policies', name);
  writeFileSync(at('sources.yaml'), sources);
  writeFileSync(at('terms.yaml'), 'terms: []\n');
  writeFileSync(at('focus.yaml'), FOCUS);
  writeFileSync(
    at('x.yaml'),
    `field: x\ntitle: 某\nhandOver: {post: 县办, units: [办]}\nentries:\n${entries}`,
  );
  return checkPolicies(own).map((f) => `${path.basename(f.file)}:${f.line}:${f.column} ${f.message}`);
}

test('what ships has no findings, and covers all 128 facts', () => {
  const { base } = readPolicies(path.join(packageRoot(), 'intents'));
  expect(checkPolicies(path.join(packageRoot(), 'intents'))).toEqual([]);
  const facts = new Set(base.entries.flatMap((e) => e.facts));
  expect(facts.size).toBe(128);
}, 30_000);

test('a sound base has none either', () => {
  expect(findings(entry('apples', '    says: 三样。\n', '苹果树苗'))).toEqual([]);
});

test('an entry without its source, and an aspect that nobody knows', () => {
  const said = findings(
    entry('apples', '    says: 三样。\n', '苹果树苗')
      .replace('paper', 'nothing')
      .replace('[list]', '[taste]'),
  );
  expect(said.join('\n')).toMatch(/x\.yaml:\d+:\d+ apples: there is no source "nothing"/);
  expect(said.join('\n')).toMatch(/"taste" is not an aspect of focus\.yaml; allowed: list, amount/);
});

test('two entries that tell one fact differently', () => {
  const said = findings(
    entry('apples', '    facts: [F900]\n    says: 每户30株。\n', '苹果树苗') +
      entry('pears', '    facts: [F900]\n    says: 每户50株。\n', '梨子嫁接'),
  );
  expect(said.join('\n')).toMatch(/pears and apples both cover F900, with different figures/);
});

test('one way of asking in two entries', () => {
  const said = findings(
    entry('apples', '    says: 三样。\n', '苹果树苗') +
      entry('pears', '    says: 两样。\n', '苹果树苗').replace('苹果树苗是什么', '梨子是什么'),
  );
  expect(said.join('\n')).toMatch(/is a way of asking for both apples and pears/);
});

test('rules that ran out and do not say so', () => {
  const said = findings(
    entry('apples', '    inForceTo: 2025-12-31\n    says: 三样。\n', '苹果树苗'),
    SOURCES,
  );
  expect(said.join('\n')).toMatch(/apples: holds until 2025-12-31, but its text does not say so/);
  expect(said.join('\n')).toMatch(/old: "paper" took its place, so its status must be expired/);
});

test('a way that its own entry does not answer, with its place', () => {
  const said = findings(entry('apples', '    not: [第三]\n    says: 三样。\n', '苹果树苗'));
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^x\.yaml:11:\d+ apples: «苹果树苗第三样怎么说» hold/);
});

test('a mistake in the shape is named by line and column', () => {
  const said = findings(entry('apples', '    says: 三样。\n    tastes: sweet\n', '苹果树苗'));
  expect(said[0]).toMatch(/^x\.yaml:13:\d+ unknown key "tastes"/);
});

test('the texts are codes: every figure stands in the fact it covers', () => {
  const facts = path.join(packageRoot(), '../shared/domain/policy-facts.md');
  let listed: string;
  try {
    listed = readFileSync(facts, 'utf8');
  } catch {
    console.warn(`${facts} is absent: skipped`);
    return;
  }
  const rows = new Map(
    [...listed.matchAll(/^\| (F\d{3}) \|(.*)$/gm)].map((m) => [m[1]!, m[2]!.replaceAll(',', '')]),
  );
  const { base } = readPolicies(path.join(packageRoot(), 'intents'));
  for (const { facts: covers, says, id } of base.entries.filter((e) => e.facts.length > 0)) {
    const told = covers.map((fact) => rows.get(fact) ?? '').join(' ');
    const strange = (says.match(/\d+(?:\.\d+)?/g) ?? []).filter((n) => !told.includes(n));
    expect(strange, id).toEqual([]);
  }
});
