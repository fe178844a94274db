import { mkdirSync, mkdtempSync, openSync, closeSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../../src/cli/program.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { ROOT, spawnCommand } from '../support/process.js';

const dir = mkdtempSync(path.join(tmpdir(), 'cuncun-wrong-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const at = path.join(dir, name);
  writeFileSync(at, content);
  return at;
};
/** Neither UTF-8, nor GB18030, nor UTF-16. */
const NOISE = Uint8Array.from({ length: 3001 }, (_, i) => (i * 7919 + (i >> 3) * 104_729) & 0xff);
const GBK = Uint8Array.from([...Buffer.from('{"id":"1","text":"'), 0xba, 0xc3, ...Buffer.from('"}\n')]); // 好
const absent = path.join(dir, 'absent');
const folder = path.join(dir, 'folder');
mkdirSync(folder);
const [empty, blank, noise, gbk] = [
  file('empty.txt', ''),
  file('blank.txt', ' \n\n\t\n'),
  file('noise.txt', NOISE),
  file('gbk.jsonl', GBK),
];
const script = file('script.jsonl', '{"at":"2026-05-08T09:10"}\n');
const people = path.join(ROOT, 'demo/people.csv');
const households = path.join(ROOT, 'demo/households.csv');
const at = (name: string): string => name.replace(`${dir}${path.sep}`, '');

/** What is called, and what the one line on stderr says: what, where, what is allowed. */
const CASES: [args: string[], says: RegExp][] = [
  [[], /^cuncunbao: which command\?; expected: cuncunbao start\|parse\|ask\|/],
  [['--loud'], /unknown option '--loud'/],
  [['parse', '--rooster', 'a.csv'], /unknown option '--rooster' \(Did you mean --roster\?\); expected: cuncunbao parse \[--roster <file>\]/], // prettier-ignore
  [['parse', 'more'], /too many arguments.*expected: cuncunbao parse/],
  [['parse', '--roster', absent], /absent: cannot be read: there is no such file/],
  [['parse', '--roster', folder], /folder: cannot be read: a folder, expected a file/],
  [['parse', '--roster', people], /people\.csv: a list of people, but a register/],
  [['parse', '--intents', absent], /--intents .*absent: there is no such folder/],
  [['parse', '--intents', folder], /words:1:1 .*expected a folder of YAML files \(and 1 more\)/],
  [['ask', '--templates', script], /--templates .*script\.jsonl: there is no such folder/],
  [['plan'], /missing required argument 'files'; expected: cuncunbao plan .*<files\.\.\.>/],
  [['plan', absent], /absent: cannot be read: there is no such file/],
  [['plan', folder], /a folder, expected a file/],
  [['plan', empty], /empty\.txt: the file is empty; expected a plan as \.docx/],
  [['plan', blank], /blank\.txt: the file is empty; expected a plan as \.docx/],
  [['plan', noise], /noise\.txt: unknown encoding; save it as UTF-8/],
  [['plan', '--intents', absent, script], /--intents .*there is no such folder/],
  [['roster', '--check'], /missing required argument 'file'; expected: cuncunbao roster/],
  [['roster', '--check', absent], /there is no such file/],
  [['roster', '--check', empty], /empty\.txt: the file is empty/],
  [['roster', '--check', blank], /blank\.txt: no known heads.*needs 户主 and 村/],
  [['roster', '--check', script], /expected an \.xlsx or \.csv file/],
  [['check', '--intents', absent], /there is no such folder/],
  [['check', '--templates', script], /there is no such folder/],
  [['rehearse', absent], /there is no such file/],
  [['rehearse', folder], /a folder, expected a file/],
  [['rehearse', empty], /empty\.txt: no event in it; expected one JSON object a line: \{at/],
  [['rehearse', blank], /blank\.txt: no event in it/],
  [['rehearse', gbk], /gbk\.jsonl: not UTF-8/],
  [['export', 'visits', '--by', '沈青'], /required option '-o, --output <file>' not specified; expected: .*--by <name>/],
  [['export', 'visits', '--by', '沈青', '-o', 'a.pdf'], /--format pdf: expected xlsx or csv/],
  [['export', 'visits', '--by', '沈青', '-o', path.join(absent, 'a.csv')], /there is no folder .*absent/],
  [['outbox', 'burn'], /'burn' is invalid.*expected: cuncunbao outbox \[list\|resend\|drop\] \[ids\.\.\.\]/],
  [['outbox', 'resend'], /outbox resend: which\?/],
  [['inbox', 'burn'], /'burn' is invalid.*\[list\|retry\]/],
  [['questions', '--days', 'x'], /'x' is invalid\. must be a whole number from 1/],
  [['questions', 'approve'], /questions approve: which\?/],
  [['plans', 'confirm', 'a'], /required option '--by <name>' not specified; expected: cuncunbao plans confirm/],
  [['plans', 'confirm', 'a', '--by', 'b', '--number-from', 'z'], /'z' is invalid\. must be a whole number/],
  [['plans', 'confirm', 'a', '--by', 'b', '--ack', 'z'], /'z' is invalid\. must be "all" or numbers/],
  [['plans', 'confirm', 'a', '--by', 'b', '--answer', 'z'], /'z' is invalid\. must be NUMBER=TEXT/],
  [['ledger'], /^cuncunbao ledger: which command\?; expected: cuncunbao ledger rebuild/],
  [['asked', '--week', '2026-W99'], /--week 2026-W99: must be a week such as/],
  [['start', 'now'], /too many arguments/],
]; // prettier-ignore

describe('wrong arguments', () => {
  afterEach(() => vi.restoreAllMocks());

  // A process for each would take half a second of work: what follows the table has processes of its own.
  it.each(CASES.map(([args, says]) => [args.map(at).join(' '), args, says] as const))(
    'cuncunbao %s: one line, status 2, nothing on stdout',
    async (_, args, says) => {
      const { status, stdout, stderr } = await inThisProcess(args);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^[^\n]+\n$/);
      expect(stderr).toMatch(says);
    },
    20_000,
  );

  it.each(
    CASES.filter(([args]) => /^(undefined|start|check|export|outbox)$/.test(String(args[0]))).slice(0, 4),
  )(
    'likewise as a process: cuncunbao %j',
    async (args, says) => {
      const { status, stdout, stderr } = await spawnCommand(args);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^[^\n]+\n$/);
      expect(stderr).toMatch(says);
    },
    20_000,
  );
});

describe('wrong files of a rehearsal', () => {
  let server: TestDatabase;
  beforeAll(async () => {
    server = await testDatabase({ empty: true });
  });
  afterAll(() => server.drop());

  it.each([
    ['--roster', people, /--roster .*people\.csv: holds officials, not households/],
    ['--people', households, /--people .*households\.csv: holds households, not officials/],
    ['--plan', absent, /absent: cannot be read/],
    ['--plan', script, /script\.jsonl: no action and no problem found/],
  ])(
    '%s %s',
    async (option, given, says) => {
      const { status, stdout, stderr } = await spawnCommand(['rehearse', script, option, given], {
        DATABASE_URL: server.url,
      });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^[^\n]+\n$/);
      expect(stderr).toMatch(says);
    },
    60_000,
  );
});

describe('wrong lines on stdin', () => {
  it.each([
    ['parse', Buffer.from(GBK), /^cuncunbao: stdin, line 1: not UTF-8; expected one JSON object a line: /],
    ['ask', Buffer.from('{"id":"1","text":"\uff1f"}\n\ufffe{', 'utf16le'), /^cuncunbao: stdin, line 1: not /],
    ['ask', '{"id":"1","text":"a","on":"2026-99-99"}', /line 1: on: there is no such day; expected .*"on": "2026-03-18"/],
    ['parse', '\n{"id":"1","text":"a","sentAt":"2026-02-30T09:00"}', /line 2: sentAt: there is no such day or time/],
    ['ask', '[]', /line 1: line: .*expected object/],
  ])('%s', (command, input, says) => {
    const { status, stdout, stderr } = call(command, { input });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toMatch(says);
  }); // prettier-ignore

  it('a folder as stdin is no empty stream', () => {
    const fd = openSync(folder, 'r');
    const { status, stderr } = call('parse', { stdio: [fd, 'pipe', 'pipe'] });
    closeSync(fd);
    expect(status).toBe(2);
    expect(stderr).toBe('cuncunbao: stdin: a folder; expected one JSON object a line\n');
  });
});

/** What a command says and its status, without a process of its own. */
async function inThisProcess(
  args: readonly string[],
): Promise<{ status: unknown; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    vi.spyOn(process[stream], 'write').mockImplementation((text, ...more) => {
      said[stream] += String(text);
      const done = more.find((one) => typeof one === 'function') as (() => void) | undefined;
      done?.();
      return true;
    });
  let exited: unknown;
  vi.spyOn(process, 'exit').mockImplementation(((status: unknown) => (exited = status)) as never);
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    await runProgram(['node', 'cuncunbao', ...args]);
    return { status: exited ?? process.exitCode, ...said };
  } finally {
    process.exitCode = before;
  }
}

function call(command: string, options: object): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [path.join(ROOT, 'bin/cuncunbao.js'), command], {
    encoding: 'utf8',
    timeout: 30_000,
    ...options,
  });
}
