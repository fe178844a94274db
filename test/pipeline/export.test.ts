import exceljs from '@protobi/exceljs';
import { afterEach, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { FAKE_BOT } from '../support/fake-puppet.js';
import { openHarness, ROOM, type Harness } from './harness.js';

let h: Harness;
afterEach(() => h.close());

/** The one who speaks is a person of the register; no role means that nobody knows them. */
async function open(role?: string, villages: string[] = []): Promise<void> {
  h = await openHarness();
  await h.say('【入户走访】户主：田有根 走访时间：2026年3月18日 存在问题：屋顶漏雨');
  if (!role) return;
  const personId = newId();
  await h.store.prisma.person.create({ data: { id: personId, name: '田禾', unit: '', role, villages } });
  await h.store.prisma.contact.updateMany({ data: { personId } });
}

/** Asked in private; what came back, and the sheet where there is one. */
async function ask(text: string) {
  const before = h.far.said.length;
  await h.say(text, { room: undefined });
  const said = h.far.said.slice(before);
  const file = said.find((one) => one.file)?.file;
  const book = new exceljs.Workbook();
  if (file) await book.xlsx.load(file as never);
  return { said, sheet: file && book.worksheets[0]! };
}

test('a leader asks in private and gets the ledger as a file, once, and it is written down', async () => {
  await open('leader');
  const { said, sheet } = await ask('导出 2026年3月走访');
  expect(said.map((one) => one.text)).toEqual([
    '走访台账：全县，2026-03-01至2026-03-31，共1行，文件见下',
    '[走访台账-全县-2026-03-01至2026-03-31.xlsx]',
  ]);
  expect(said.every((one) => one.to === 'p1')).toBe(true);
  expect(sheet!.getRow(2).getCell(6).value).toBe('田有根');
  const audit = await h.store.prisma.auditEntry.findMany({ where: { action: 'export' } });
  expect(audit).toMatchObject([{ actor: '田禾', detail: { ledger: 'visits', rows: 1, from: '2026-03-01' } }]);
});

test('who is not known, or asks beyond their places, gets no file', async () => {
  await open();
  expect((await ask('导出走访台账')).said.at(-1)!.text).toBe('名册里没有对上您的名字，走访台账不能导出');
  expect(await h.store.prisma.blob.count()).toBe(0);
});

test('a cadre gets only what is theirs, and a refusal is written down', async () => {
  await open('cadre', ['无此村']);
  const village = (await h.store.prisma.household.findFirstOrThrow({ where: { householder: '田有根' } }))
    .village;
  expect((await ask(`导出${village}走访`)).said.at(-1)!.text).toBe(
    `${village}不在您负责的范围，走访台账不能导出`,
  );
  expect((await ask('导出走访')).said.at(-1)!.text).toBe('走访台账：无此村没有记录');
  expect(await h.store.prisma.auditEntry.count({ where: { action: 'export.declined' } })).toBe(1);
  expect(await h.store.prisma.blob.count()).toBe(0);
});

test('in a group nobody is handed a ledger unasked', async () => {
  await open('leader');
  const before = h.far.said.length;
  h.far.emitMessage({ room: ROOM, sender: 'p1', text: '走访台账我已经导出了' });
  await new Promise((resolve) => setTimeout(resolve, 400));
  await h.settled();
  expect(h.far.said.slice(before).filter((one) => one.file)).toEqual([]);
});

test('asked for in a group, it goes to the asker in private', async () => {
  await open('leader');
  const before = h.far.said.length;
  await h.say('@小助手 导出走访台账', { mentions: [FAKE_BOT] });
  const said = h.far.said.slice(before);
  expect(said.map((one) => [one.to, Boolean(one.file)])).toEqual([
    ['p1', false],
    ['p1', true],
  ]);
});

test('a paper about a village or a unit is put together on a word, for whoever may see it', async () => {
  await open('leader');
  await h.store.prisma.person.updateMany({ where: { name: '田禾' }, data: { unit: '县水利局' } });
  const { village } = await h.store.prisma.household.findFirstOrThrow({ where: { householder: '田有根' } });
  const before = h.far.said.length;
  await h.say(`导出${village}2026年上半年工作汇报`, { room: undefined });
  await h.say('导出汇报提纲', { room: undefined });
  const said = h.far.said.slice(before);
  expect(said.map((one) => one.text)).toEqual([
    `${village}半年工作汇报（2026年上半年）见下，是草稿：数都取自台账，【待填】的请补上`,
    `[${village}半年工作汇报-2026年上半年.docx]`,
    '县水利局工作汇报提纲（本周）见下，是草稿：数都取自台账，【待填】的请补上',
    '[县水利局工作汇报提纲-本周.docx]',
  ]);
  expect(said.every((one) => one.to === 'p1')).toBe(true);
  await h.store.prisma.person.updateMany({
    where: { name: '田禾' },
    data: { role: 'cadre', villages: [village] },
  });
  expect((await ask('导出县教育局汇报提纲')).said.at(-1)!.text).toBe(
    '县教育局不在您负责的范围，工作汇报提纲不能导出',
  );
});

test('a paper or ledger is of the place or unit that is named, or is not given', async () => {
  await open('leader');
  const { town } = await h.store.prisma.household.findFirstOrThrow({ where: { householder: '田有根' } });
  await h.store.prisma.person.updateMany({ where: { name: '田禾' }, data: { unit: '县水利局' } });
  const text = async (asked: string) => (await ask(asked)).said[0]!.text;
  expect(await text(`导出${town}汇报提纲`)).toMatch(`${town}工作汇报提纲（本周）见下`);
  expect(await text('导出石头镇汇报提纲')).toMatch(/^“石头镇”我没看懂.*没有导出/);
  expect(await text('导出石头村走访台账')).toMatch(/^“石头村”我没看懂/);
  expect(await text('导出除枫树坪村以外的走访')).toMatch(/没看懂/);
  await h.store.prisma.person.updateMany({ where: { name: '田禾' }, data: { villages: ['大樟村'] } });
  expect(await text(`导出${town}汇报提纲`)).toBe(`${town}不在您负责的范围，工作汇报提纲不能导出`);
  await h.store.prisma.person.updateMany({ where: { name: '田禾' }, data: { villages: [town] } });
  expect(await text(`导出${town}人民政府汇报提纲`)).toMatch(`${town}人民政府工作汇报提纲（本周）见下`);
});

test('what the weekly list of unanswered questions says to export can be', async () => {
  await open('clerk');
  const { said } = await ask('导出政策问答');
  expect(said.map((one) => one.text).join()).toContain('问答台账：全县');
});
