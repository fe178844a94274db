import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintDefinitions, loadDefinitions, readDefinitions } from '../../src/intents/index.js';
import { createHouseholdIndex } from '../../src/roster/index.js';
import { understand } from '../../src/understand/index.js';

const SOUND = `id: note
title: 便条
evidence:
  - words: [便条]
    weight: 5
fields:
  text: {type: text, labels: [内容]}
reply: silence
examples:
  - text: '便条 内容：带伞'
    sentAt: 2026-05-06T20:00
    records: [{kind: note, text: 带伞}]
`;

/** A folder of definitions with one kind. */
function folder(kind: string, words = 'lists: {}\n'): string {
  const dir = mkdtempSync(join(tmpdir(), 'cuncun-intents-'));
  mkdirSync(join(dir, 'kinds'));
  mkdirSync(join(dir, 'words'));
  writeFileSync(join(dir, 'kinds/note.yaml'), kind);
  writeFileSync(join(dir, 'words/common.yaml'), words);
  return dir;
}

const run: Parameters<typeof lintDefinitions>[1] = () => ({ id: '', records: [], missing: [], checks: [], trace: [], gaps: [] });

describe('a definition with a mistake', () => {
  it.each([
    ['an unknown key', SOUND.replace('title:', 'tilte: x\ntitle:'), 'kinds/note.yaml:2:1', 'unknown key "tilte"'],
    ['an unknown type', SOUND.replace('type: text', 'type: texxt'), 'kinds/note.yaml:7:10', 'must be one of household, person'],
    ['a wrong kind of value', SOUND.replace('weight: 5', 'weight: five'), 'kinds/note.yaml:5:5', 'found "five"'],
    ['a key twice', SOUND.replace('title: 便条', 'title: 便条\ntitle: 条子'), 'kinds/note.yaml:3:1', 'Map keys must be unique'],
    ['broken YAML', SOUND.replace('[便条]', '[便条'), 'kinds/note.yaml:', ''],
    ['a bad expression', SOUND.replace('words: [便条]', "pattern: '(便'"), 'kinds/note.yaml:4:', 'Unterminated group'],
    ['an unknown placeholder', SOUND.replace('words: [便条]', "pattern: '{nmae}'"), 'kinds/note.yaml:4:', 'allowed: {num}'],
  ])('%s is told with file, line, column and what is allowed', (_, kind, place, what) => {
    const { findings } = readDefinitions(folder(kind));
    expect(findings.map((f) => `${f.file}:${f.line}:${f.column} ${f.message}`).join('\n')).toContain(place);
    expect(findings.map((f) => f.message).join('\n')).toContain(what);
    expect(() => loadDefinitions(folder(kind))).toThrow(place);
  });

  it('a folder without definitions says what is expected', () => {
    expect(() => loadDefinitions(mkdtempSync(join(tmpdir(), 'cuncun-none-')))).toThrow('expected a folder of YAML files');
  });
});

describe('lint', () => {
  it('has nothing to say of a sound kind whose example comes out', () => {
    const definitions = loadDefinitions(folder(SOUND));
    const findings = lintDefinitions(definitions, (input, roster) =>
      understand(input, { definitions, households: createHouseholdIndex(roster), botNames: [] }),
    );
    expect(findings).toEqual([]);
  });

  it('tells the example that comes out otherwise, at its place', () => {
    const [finding] = lintDefinitions(loadDefinitions(folder(SOUND)), run);
    expect(finding).toMatchObject({ file: 'kinds/note.yaml', line: 10 });
    expect(finding!.message).toContain('expected 1 records');
  });

  it('tells references that lead nowhere', () => {
    const kind = SOUND.replace('reply: silence', 'beside: [nobody]\nledger: {subject: [who], identity: [text], answerable: [text]}\nreply: silence');
    const messages = lintDefinitions(loadDefinitions(folder(kind)), run).map((f) => f.message).join('\n');
    expect(messages).toContain('there is no kind "nobody"');
    expect(messages).toContain('"who" is not one of its fields');
    expect(messages).toContain('ask has no question for it');
  });
});
