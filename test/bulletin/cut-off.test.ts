import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileIssue, documentFiles, loadBulletins, type Term } from '../../src/bulletin/index.js';
import type { Issue } from '../../src/core/bulletin.js';
import { newId } from '../../src/core/ids.js';
import { loadTemplates } from '../../src/reply/index.js';
import { fromLocal } from '../../src/core/time.js';
import { packageRoot } from '../../src/files/package-root.js';
import { loadStatus } from '../../src/status/index.js';
import { isWaitingSince } from '../../src/store/inbox.js';
import { countStatus } from '../../src/store/status.js';
import { openHarness, type Harness } from '../pipeline/harness.js';
import { openCounty, type Home, type StatusCounty } from '../status/county.js';

/** Nothing that was said or done after the cut-off enters an issue, and nothing is lost that came before it. */

const intents = path.join(packageRoot(), 'intents');
const { metrics } = loadStatus(intents)!;
const known = { metrics: new Set(metrics.keys()) };
const kinds = new Map(loadBulletins(intents, known).map((one) => [one.id, one]));
const home: Home = {
  town: '云溪镇', village: '石桥村', group: '一组', householder: '甲', category: '脱贫户', helper: '沈青', population: 3, active: true,
}; // prettier-ignore
const road = (day: string, data: Record<string, string | number>) => ({
  kind: 'project', state: 'active', day, village: '石桥村', subject: '产业路', household: null, data,
}); // prettier-ignore

let county: StatusCounty;
beforeAll(async () => {
  county = await openCounty(
    [home],
    [road('2026-04-20', { stage: '在建', fundsReceived: 100 }), road('2026-05-01', { stage: '已验收', fundsReceived: 900 })],
  ); // prettier-ignore
  const problem = (number: number, closedAt: Date | null) => ({
    id: newId(), ledger: 'problems', key: String(number), number, title: '', state: closedAt ? 'closed' : 'open', village: '石桥村',
    openedAt: fromLocal('2026-04-01T09:00'), closedAt, data: {},
  }); // prettier-ignore
  await county.store.prisma.item.createMany({
    data: [problem(1, fromLocal('2026-05-08T11:00')), problem(2, fromLocal('2026-05-08T13:00'))],
  });
});
afterAll(() => county.close());

/** The figures of an issue by their metrics. */
async function figures(kind: string, term: Term): Promise<Record<string, number | null>> {
  const issue = await compileIssue(kinds.get(kind)!, term, {
    metrics,
    count: (query) => countStatus(county.store.prisma, query),
    earlier: [],
    stated: [],
  });
  return Object.fromEntries(
    issue.sections.flatMap(({ figures: all }) => all.map(({ id, value }) => [id, value])),
  );
}

test('what is told again and again stands as it was last told up to the last day of the term', async () => {
  const april = { from: '2026-04-25', to: '2026-04-30', cutOff: fromLocal('2026-05-01T09:00') };
  expect(await figures('weekly-projects', april)).toMatchObject({
    'projects-building': 1,
    'projects-accepted': 0,
    'funds-received': 100,
  });
  const may = { from: '2026-05-02', to: '2026-05-08', cutOff: fromLocal('2026-05-08T12:00') };
  expect(await figures('weekly-projects', may)).toMatchObject({
    'projects-building': 0,
    'projects-accepted': 1,
    'funds-received': 900,
  });
});

test('a problem closed an hour after the cut-off is open in the issue, however late that is compiled', async () => {
  const term = { from: '2026-05-02', to: '2026-05-08', cutOff: fromLocal('2026-05-08T12:00') };
  expect(await figures('weekly-rectification', term)).toMatchObject({
    problems: 2,
    'problems-closed': 1,
    'problems-open': 1,
    'problems-closed-in-period': 1,
  });
});

test('a report that waits for its turn at the cut-off counts as of when it came', async () => {
  const h: Harness = await openHarness({ rooms: { r1: ['p1'] } });
  try {
    await h.stopWork();
    const cutOff = new Date(h.clock.now().getTime() + 1000);
    h.far.emitMessage({
      room: 'r1',
      sender: 'p1',
      text: '【入户走访】户主：毛秀英，今日入户，住房安全，饮水正常。',
    });
    await expect.poll(() => isWaitingSince(h.store.prisma, cutOff)).toBe(true);
    h.clock.pass(5000);
    await h.startWork();
    await h.settled();
    expect(await isWaitingSince(h.store.prisma, cutOff)).toBe(false);
    const [visit] = await h.records({ kind: 'visit' });
    expect(visit!.createdAt.getTime()).toBeLessThanOrEqual(cutOff.getTime());
    expect(visit!.updatedAt).toEqual(visit!.createdAt);
  } finally {
    await h.close();
  }
});

test('the document names the units that are late, unsigned or missing, and its last words stay with the signature', async () => {
  const definition = kinds.get('weekly-county')!;
  const templates = loadTemplates(path.join(packageRoot(), 'templates'));
  const reports = {
    submitted: ['县水利局'],
    late: ['高坪镇'],
    unsigned: ['县住建局'],
    missing: ['县医保局'],
  };
  const issue: Issue = {
    ...{ id: '', kind: definition.id, year: 2026, number: 3, revision: 1, from: '2026-05-02', to: '2026-05-08', state: 'draft' },
    ...{ cutOff: fromLocal('2026-05-08T12:00'), words: {}, held: [], digest: '', approvedBy: null, approvedAt: null },
    figures: { sections: [], corrections: [], differences: [], doubts: [], reports },
  }; // prettier-ignore
  const files = await documentFiles(definition, issue, 3, (name, data) => templates.render(name, data));
  const parts = (name: string) => unzipSync(files.find((file) => file.name.endsWith(name))!.bytes);
  const document = strFromU8(parts('.docx')['word/document.xml']!);
  const last = document.split('<w:p>').find((one) => one.includes('县医保局'))!;
  expect(last).toContain('迟报1个：高坪镇；待签1个：县住建局；未报1个：县医保局');
  expect(last).toContain('<w:keepNext/>');
  expect(strFromU8(parts('.xlsx')['xl/workbook.xml']!)).toContain('报送情况');
});
