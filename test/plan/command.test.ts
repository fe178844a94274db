import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { planCommand } from '../../src/cli/plan.js';
import { checkPlanWords } from '../../src/cli/check/plan.js';
import { PLAN_WORDS_FILE, planDraftSchema } from '../../src/plan/index.js';
import { readFileSync } from 'node:fs';

const dir = mkdtempSync(path.join(tmpdir(), 'plan-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const to = path.join(dir, name);
  writeFileSync(to, content);
  return to;
}

async function run(...files: string[]): Promise<{ status: number; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const status = await planCommand(
    { files },
    { out: (line) => out.push(line), err: (line) => err.push(line) },
  );
  return { status, out, err };
}

const PLAN = '青山县工作方案\n一、重点任务\n（一）修路行动。2024年6月底前完成。\n责任单位：县交通局\n';

describe('the plan command', () => {
  it('prints one draft a file, in order, that fits the schema', async () => {
    const { status, out, err } = await run(file('a.txt', PLAN), file('b.md', `# ${PLAN}`));
    expect([status, err]).toEqual([0, []]);
    const drafts = out.map((line) => planDraftSchema.parse(JSON.parse(line)));
    expect(drafts.map((d) => d.file)).toEqual(['a.txt', 'b.md']);
    expect(drafts[1]!.actions).toEqual(drafts[0]!.actions);
    expect(drafts[0]!.actions).toMatchObject([{ title: '修路行动', leadUnit: '县交通局' }]);
  });

  it('says what it looked for where there is no action, and still prints the draft', async () => {
    const { status, out, err } = await run(file('letter.txt', '各位同事：\n明天上午开会，请准时参加。\n'));
    expect(status).toBe(1);
    expect(planDraftSchema.parse(JSON.parse(out[0]!))).toMatchObject({ actions: [], problems: [] });
    expect(err).toEqual([
      expect.stringMatching(/letter\.txt: no action and no problem found; looked for .*责任单位/),
    ]);
  });

  it('names an unreadable file in one line and reads the others', async () => {
    const { status, out, err } = await run(
      path.join(dir, 'absent.docx'),
      file('scan.txt', new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2d])),
      file('c.txt', PLAN),
    );
    expect(status).toBe(2);
    expect(out).toHaveLength(1);
    expect(err).toEqual([
      expect.stringMatching(/absent\.docx: cannot be read/),
      expect.stringMatching(/scan\.txt: a PDF; .*expected a plan as \.docx, \.txt or \.md/),
    ]);
  });
});

describe('the words of plans', () => {
  it('are held to their examples', () => {
    expect(checkPlanWords(PLAN_WORDS_FILE, [PLAN_WORDS_FILE])).toEqual([]);
    const changed = readFileSync(PLAN_WORDS_FILE, 'utf8').replace("due: '2023-12-31'", "due: '2023-12-30'");
    const own = file('plan.yaml', changed);
    expect(checkPlanWords(own, [own])).toEqual([
      expect.objectContaining({ code: 'plan-words', message: expect.stringContaining('2023-12-30') }),
    ]);
  });

  it('that are no regular expression or no known key are findings with their place', () => {
    const changed = readFileSync(PLAN_WORDS_FILE, 'utf8').replace('    - 指导思想|', '    - (指导思想|');
    const own = file('plan.yaml', changed);
    const [found, ...more] = checkPlanWords(own, [own]);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      code: 'plan-words',
      message: expect.stringContaining('regular expression'),
    });
    expect(found!.line).toBeGreaterThan(50);
  });
});
