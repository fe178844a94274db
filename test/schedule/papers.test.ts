import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FileRef } from '../../src/core/files.js';
import { loadFiles } from '../../src/store/blobs.js';
import { testCounty, type TestCounty } from './county.js';

let county: TestCounty;
beforeEach(async () => {
  county = await testCounty();
  await county.people([
    { name: '童瑶', unit: '梨树坪村工作队', post: '驻村队员', villages: ['梨树坪村'] },
    { name: '闵开颜', unit: '青禾镇政府', post: '副镇长', role: 'leader', villages: ['青禾镇'] },
  ]);
});
afterEach(() => county.close());

async function loan(title: string, nextDue: string, data: Record<string, string | number>): Promise<string> {
  const id = await county.item({
    ledger: 'loans',
    key: title,
    title,
    state: 'running',
    owner: '童瑶',
    nextDue,
  });
  await county.store.prisma.item.update({
    where: { id },
    data: { discreet: true, village: '梨树坪村', town: '青禾镇', data: { borrower: title, due: nextDue, ...data } },
  }); // prettier-ignore
  return id;
}

/** The texts of the documents that went out, each as one string without its markup. */
async function papers(): Promise<{ name: string; text: string }[]> {
  const { prisma } = county.store;
  const rows = await prisma.outgoing.findMany({ where: { purpose: 'todo' }, orderBy: { seq: 'asc' } });
  const files = await loadFiles(
    prisma,
    rows.flatMap((row) => row.attachments as unknown as FileRef[]),
  );
  return files.map(({ name, bytes }) => ({
    name,
    text: strFromU8(unzipSync(new Uint8Array(bytes))['word/document.xml']!).replace(/<[^>]+>/g, ''),
  }));
}

test('thirty days before a loan is due its notice goes along as a draft, and again until it is delivered', async () => {
  await loan('向守义', '2026-07-15', { amount: 50000 });
  await county.tick('2026-06-15T08:30');
  const [first, ...more] = await papers();
  expect(more).toEqual([]);
  expect(first!.name).toBe('向守义贷款到期通知书.docx');
  for (const said of ['小额信贷到期通知书', '向守义（梨树坪村）', '50000元', '2026年7月15日', '签收人', '梨树坪村工作队', '2026年6月15日'])
    expect(first!.text).toContain(said); // prettier-ignore
  await county.tick('2026-06-15T08:35');
  expect(await papers()).toHaveLength(1);
  await county.tick('2026-06-22T08:30'); // five days on, nothing delivered
  expect(await papers()).toHaveLength(2);
});

test('what the ledger does not know stays blank, and a delivered notice is not sent again', async () => {
  const id = await loan('龙翠屏', '2026-07-15', {});
  await county.tick('2026-06-15T08:30');
  const [paper] = await papers();
  expect(paper!.text).toContain('贷款本金');
  expect(paper!.text).not.toMatch(/\d元/);
  await county.store.prisma.itemEvent.create({
    data: { id: crypto.randomUUID(), itemId: id, type: 'notify', at: new Date('2026-06-16T09:00:00+08:00') },
  });
  await county.tick('2026-06-22T08:30');
  expect(await papers()).toHaveLength(1);
});

test('every draft that a duty names has its template, which takes what the duty gives it', () => {
  const duties = county.book.duties.filter((duty) => duty.paper);
  expect(duties.length).toBeGreaterThan(0);
  for (const { paper } of duties) {
    if (!paper || 'outline' in paper) continue;
    const blank = Object.fromEntries(Object.keys(paper.fields).map((field) => [field, '']));
    const said = county.deps
      .templates()
      .render(paper.template, { ...blank, issuer: '某镇', date: '2026-06-15' });
    expect(said).toContain('# ');
  }
});

test('on the last day of a stage its summary goes along as a draft, about the days of the stage', async () => {
  await county.people([{ name: '盛夏', unit: '临溪县乡村振兴局', role: 'clerk' }]);
  const id = await county.item({ ledger: 'stages', key: 's1', title: '决战决胜阶段', state: 'open', nextDue: '2026-08-31' }); // prettier-ignore
  await county.store.prisma.item.update({ where: { id }, data: { data: { from: '2026-05-01', to: '2026-08-31' } } }); // prettier-ignore
  await county.tick('2026-08-31T08:30');
  const [summary, ...more] = await papers();
  expect(more).toEqual([]);
  expect(summary!.name).toBe('决战决胜阶段小结.docx');
  for (const said of ['全县', '阶段小结', '决战决胜阶段', '行动和总目标', '没落实的议定事项'])
    expect(summary!.text).toContain(said);
});
