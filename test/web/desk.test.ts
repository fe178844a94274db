import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Book, Closing, IssueLine, IssuePage, ItemPage, RecordList, RecordPage, Waiting, Wire } from '../../src/web/desk/wire.js'; // prettier-ignore
import type { WireEntry } from '../../src/web/wire.js';
import { fromLocal } from '../../src/core/time.js';
import { shared } from '../support/shared.js';
import { openCounty, type County } from './county.js';
import { deskRooms, openDeskCounty, ROOM, TODAY, type DeskCounty } from './desk-county.js';
import { createLedgerView } from '../../src/store/ledger-view.js';
import { memoryNetwork } from './memory-network.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const noBrowser = !existsSync(CHROMIUM);
if (noBrowser)
  console.warn(`desk page tests skipped: there is no browser at ${CHROMIUM} (set CHROMIUM_PATH)`);

/** One county, one server and one browser for all: each costs seconds. */
let behind: DeskCounty;
let county: County;
let browser: Browser | undefined;
const faults: string[] = [];
beforeAll(async () => {
  behind = await openDeskCounty();
  const pageDir = noBrowser ? '' : await shared<string>('page');
  const ledger = createLedgerView(behind.store, behind.desk.gateway);
  county = await openCounty({ network: memoryNetwork(deskRooms()), desk: behind.desk, ledger, pageDir });
  if (noBrowser) return;
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-gpu'],
  });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await county?.stop();
  await behind?.close();
  expect(faults).toEqual([]);
});

async function open(at: string, phone = false, as = 'clerk'): Promise<Page> {
  const size = phone ? { width: 390, height: 844 } : { width: 1280, height: 800 };
  const context = await browser!.newContext({ viewport: size, hasTouch: phone, isMobile: phone });
  await context.addInitScript(`localStorage.getItem('me') ?? localStorage.setItem('me', '${as}')`);
  await context.clock.setFixedTime(fromLocal(TODAY));
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    if (/Content Security Policy|Warning:/.test(line.text())) faults.push(line.text());
  });
  await page.goto(county.url + at);
  return page;
}
/** With LOOK set to a folder, what the page looks like is kept there. */
const look = async (page: Page, name: string) => {
  if (process.env.LOOK) {
    await page.waitForTimeout(500);
    await page.screenshot({ path: path.join(process.env.LOOK, `${name}.png`) });
  }
};

const call = (path: string, as: string) =>
  county.call('GET', `/api/desk${path}${path.includes('?') ? '&' : '?'}as=${as}`);
async function get<T>(path: string, as: string): Promise<T> {
  const answer = await call(path, as);
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
const calm = '本周走访4户，进展平稳，退回整改的照常推进';
const issueId = async () =>
  (await behind.store.prisma.bulletin.findFirstOrThrow({ where: { kind: 'weekly-county' } })).id;
const orderIssue = async (id: string, as: string, body: object) => {
  const answer = await county.call('POST', `/api/desk/issues/${id}/orders?as=${as}`, body);
  return (await answer.json()) as { say: string; done: boolean; code?: string };
};
const audits = (action: string) => behind.store.prisma.auditEntry.findMany({ where: { action } });
const visits = (as: string, more = '') => get<RecordList>(`/ledgers/records/visit?limit=50${more}`, as);
const names = (list: RecordList) => list.rows.map((row) => row.subject).sort();

test('everybody sees their own part: the county, a town, a village with what they help and said', async () => {
  expect(names(await visits('clerk'))).toEqual(['向大春', '向大春', '岑明月', '田秋生', '罗桂香']);
  expect(names(await visits('town'))).toEqual(['向大春', '向大春', '田秋生', '罗桂香']);
  expect(names(await visits('cadre'))).toEqual(['田秋生', '罗桂香']);
  // 白水村 is theirs, 向大春 is theirs to help.
  expect(names(await visits('other'))).toEqual(['向大春', '向大春', '岑明月']);
  expect(names(await visits('clerk', `&village=${encodeURIComponent('渡口村')}`))).toEqual([
    '田秋生',
    '罗桂香',
  ]);
  const page = await get<RecordList>('/ledgers/records/visit?limit=2&offset=4', 'clerk');
  expect([page.total, page.rows.length]).toEqual([5, 1]);
  const book = await get<Book>('/book', 'cadre');
  expect(book.viewer).toMatchObject({ place: '渡口村', county: false });
  expect(book.records.find((one) => one.id === 'visit')).toMatchObject({ records: 2, export: 'visits' });
  for (const nobody of ['stranger', 'nobody', '']) expect((await call('/book', nobody)).status).toBe(403);
});

test('a record tells which words gave which value; numbers are masked; who may not see it is written down', async () => {
  const row = (await visits('cadre')).rows.find((one) => one.subject === '田秋生')!;
  const story = await get<RecordPage>(`/records/${row.id}`, 'cadre');
  const step = story.message.trace.find((one) => one.field === 'householder')!;
  expect(story.message.text.slice(step.from, step.to)).toBe('田秋生');
  expect(step.rule).toMatch(/^label:/);
  expect(story.message.text).not.toContain('13812345678');
  expect(await audits('look.record')).toMatchObject([{ actor: '沈青', detail: { record: row.id } }]);
  expect((await call(`/records/${row.id}`, 'other')).status).toBe(403);
  expect(await audits('look.declined')).toMatchObject([{ actor: '秦朗', detail: { record: row.id } }]);
});

test('of a message that also speaks of others, only the words about what one may see', async () => {
  // m3 speaks of 岑明月 in another town and of 向大春.
  const row = (await visits('town')).rows.find(
    (one) => one.day === '2026-05-06' && one.subject === '向大春',
  )!;
  const { message } = await get<RecordPage>(`/records/${row.id}`, 'town');
  expect(message.others).toBe(true);
  expect(message.text).toContain('向大春');
  expect(message.text).not.toContain('岑明月');
  const step = message.trace.find((one) => one.field === 'householder')!;
  expect(message.text.slice(step.from, step.to)).toBe('向大春');
  expect((await get<RecordPage>(`/records/${row.id}`, 'clerk')).message.text).toContain('岑明月');
});

test('an item tells what happened to it, with the messages behind it', async () => {
  const { reviews, strangers } = await get<Wire<Waiting>>('/waiting', 'clerk');
  expect(reviews).toMatchObject([{ ledger: 'problems', number: 9, owner: '沈青', state: 'review' }]);
  expect(strangers).toMatchObject([{ name: '过路人', rooms: ['溪口镇工作群'], messages: 1 }]);
  const item = await get<ItemPage>(`/items/${reviews[0]!.id}`, 'cadre');
  expect(item.events.map((event) => event.type)).toEqual(['register', 'claim']);
  expect(item.events[1]!.message!.text).toContain('公示牌已挂好');
  expect((await call(`/items/${reviews[0]!.id}`, 'other')).status).toBe(403);
  const cadre = await get<Wire<Waiting>>('/waiting', 'cadre');
  expect([cadre.strangers, cadre.deliveries, cadre.issues]).toEqual([[], [], []]);
});

test('a ledger comes as a workbook, and that it was handed out is written down; beyond one’s place it is not', async () => {
  const answer = await call(`/exports/visits?village=${encodeURIComponent('渡口村')}`, 'cadre');
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
  expect(decodeURIComponent(answer.headers.get('content-disposition')!)).toContain('走访台账-渡口村.xlsx');
  expect(await audits('export')).toMatchObject([{ actor: '沈青', detail: { place: '渡口村' } }]);
  expect((await call(`/exports/visits?town=${encodeURIComponent('云河镇')}`, 'cadre')).status).toBe(403);
  expect(await audits('export.declined')).toHaveLength(1);
});

test('what was understood of a message is for those who may see it, by the pages of the groups too', async () => {
  const lately = async (as: string) => {
    const answer = await county.call('GET', `/api/records?room=${ROOM.id}&as=${as}`);
    const entries = (await answer.json()) as WireEntry[];
    return Object.fromEntries(
      entries.map((one) => [
        one.message,
        one.records.map((record) => record.data.householder ?? record.kind),
      ]),
    );
  };
  const all = await lately('clerk');
  expect(Object.keys(all)).toEqual(['m7', 'm6', 'm5', 'm4', 'm3', 'm2', 'm1']);
  expect(all.m3).toEqual(['岑明月', '向大春']);
  // Of m3, 向大春 is of the town; 岑明月 is not.
  expect((await lately('town')).m3).toEqual(['向大春']);
  const village = await lately('cadre');
  expect([village.m1, village.m3, village.m7]).toEqual([['田秋生', 'lead'], undefined, undefined]);

  const message = async (id: string, as: string) => {
    const answer = await county.call('GET', `/api/messages/${id}?as=${as}`);
    return { status: answer.status, entry: (await answer.json()) as WireEntry };
  };
  const cut = (await message('m3', 'town')).entry;
  expect(JSON.stringify(cut)).not.toContain('岑明月');
  expect(cut.trace.length).toBeGreaterThan(0);
  expect(JSON.stringify((await message('m3', 'other')).entry)).toContain('岑明月');
  expect((await message('m3', 'cadre')).status).toBe(403);
  expect(await audits('look.declined')).toContainEqual(
    expect.objectContaining({ actor: '沈青', detail: { message: 'm3' } }),
  );
  expect(await audits('look.message')).toContainEqual(
    expect.objectContaining({ actor: '方可', detail: { message: 'm3' } }),
  );
  // A page that stays open looks again and again: one line.
  await lately('clerk');
  expect((await audits('look.records')).filter((one) => one.actor === '安小满')).toHaveLength(1);
  for (const path of ['records', 'messages/m1', 'ledger/items', 'ledger/open', 'asked'])
    for (const as of ['', '?as=stranger', '?as=nobody'])
      expect((await county.call('GET', `/api/${path}${as}`)).status).toBe(403);
});

test('who was asked is shown for the county, else for oneself', async () => {
  const people = async (as: string) =>
    (await get<{ people: { person: string }[] }>('/asked', as)).people.map((one) => one.person);
  expect(await people('leader')).toEqual(['沈青', '方可']);
  expect(await people('cadre')).toEqual(['沈青']);
  expect(await people('other')).toEqual([]);
});

test('when which bulletin is drafted next, and who looks it over', async () => {
  const closings = (as: string) => get<Wire<Closing>[]>('/closings', as);
  const weekly = (await closings('clerk')).find((one) => one.kind === 'weekly-county');
  expect(weekly).toMatchObject({ closes: '每周五12:00', next: '2026-05-15T04:00:00.000Z', decides: true });
  expect((await closings('cadre')).every((one) => !one.decides)).toBe(true);
});

test('an issue: figures traced to records, both numbers of a difference, and the way to its approval', async () => {
  const { prisma } = behind.store;
  const weekly = (as: string) => get<Wire<IssueLine>[]>('/issues', as).then((all) => all.find((one) => one.kind === 'weekly-county')); // prettier-ignore
  expect(await weekly('cadre')).toBeUndefined();
  const { id } = (await weekly('clerk'))!;
  expect((await call(`/issues/${id}`, 'leader')).status).toBe(404);
  const open = () => get<Wire<IssuePage>>(`/issues/${id}`, 'clerk');
  const issue = await open();
  expect(issue.differences).toMatchObject([{ unit: '溪口镇', stated: 5, computed: 3 }]);

  const trace = (query: string) => get<Record<string, unknown> & { rows: { recordId: string; title: string }[] }>(`/issues/${id}/figure?${query}`, 'clerk'); // prettier-ignore
  const visits = await trace('metric=visits');
  expect(visits).toMatchObject({ value: 4, base: 4, now: 4, rowsOf: '全县', from: '2026-05-02' });
  expect(visits.rows.map((row) => row.title).sort()).toEqual([
    '向大春',
    '向大春',
    '岑明月',
    '田秋生',
    '罗桂香',
  ]);
  const sides = await trace(`label=${encodeURIComponent(issue.differences[0]!.title)}&unit=${encodeURIComponent('溪口镇')}`); // prettier-ignore
  expect(sides).toMatchObject({ stated: { value: 5, computed: 3 }, now: 3 });
  expect(new Set(sides.rows.map((row) => row.title))).toEqual(new Set(['向大春', '田秋生', '罗桂香']));
  expect((await call(`/issues/${id}/figure?metric=households-all`, 'clerk')).status).toBe(404);

  const order = (as: string, body: object) => orderIssue(id, as, body);
  expect(await order('leader', { name: 'approve', revision: 1 })).toMatchObject({ code: 'not-found' });
  expect(await order('clerk', { name: 'edit', rest: '入户走访：走访99户', revision: 1 })).toMatchObject({ done: false, say: expect.stringContaining('不是算出来的') }); // prettier-ignore
  expect(await order('clerk', { name: 'edit', rest: `入户走访：${calm}`, revision: 1 })).toMatchObject({ done: true }); // prettier-ignore
  expect(await order('clerk', { name: 'hold', rest: '项目建设', revision: 2 })).toMatchObject({ done: true });
  // Approved is what was read: revision 2 is not what stands there now.
  expect(await order('clerk', { name: 'approve', revision: 2 })).toMatchObject({ done: false });
  expect(await prisma.bulletin.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'draft', held: ['projects'] }); // prettier-ignore
});

describe.skipIf(noBrowser)('the pages', () => {
  it('goes from a ledger to a record, and from each value to its words and rule', async () => {
    const page = await open('/');
    await page.getByLabel('栏目').getByText('台账').click();
    const index = page.getByLabel('台账');
    await index.getByText('走访', { exact: true }).waitFor();
    // What holds something first, what people look for before the rest; the empty ones are behind a word.
    const shown = (await index.locator('.index-row:visible').allTextContents()).map((one) =>
      one.replace(/\d+$/, ''),
    );
    expect(shown[0]).toBe('走访');
    expect(shown).toEqual(expect.arrayContaining(['整改问题', '风险线索', '项目台账']));
    expect(shown).not.toContain('公益岗位');
    expect(await index.getByText(/还没有内容的 \d+ 本/).count()).toBe(2);
    await look(page, 'ledgers-1280');
    await index.getByText('走访', { exact: true }).click();
    await page.locator('tbody tr', { hasText: '田秋生' }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(5);
    await look(page, 'list-1280');
    await page.getByLabel('范围').click();
    await page.locator('.ant-select-item-option', { hasText: '渡口村' }).click();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(2);
    await page.getByRole('link', { name: /田秋生/ }).click();
    const value = page.locator('[data-field=householder]');
    await value.getByText(/标签“.*户主.*”/).waitFor();
    await value.hover();
    expect(await page.locator('.mark-lit').allTextContents()).toEqual(['田秋生']);
    expect(await page.locator('.marked-text').textContent()).not.toContain('13812345678');
    await look(page, 'record-1280');
    await page.getByLabel('以谁的身份看').fill('秦朗');
    await page.locator('.ant-select-item-option', { hasText: '秦朗' }).click();
    await page.getByText('不在这个身份负责的范围内').waitFor();
    await page.context().close();
  });

  it('shows an issue as it will be, each figure with its records; edits and decides by the rules of words', async () => {
    const page = await open(`/issues/${await issueId()}`);
    await page.getByText('要核的').waitFor();
    await look(page, 'issue-1280');
    await page.locator('.remarks .figure').first().click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('看这份上报').waitFor();
    await look(page, 'difference-1280');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^走访 4户 怎么来的/ }).click();
    await drawer.getByRole('link', { name: '岑明月' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('公文', { exact: true }).first().click();
    await page.getByLabel('公文预览').getByText('一、入户走访').waitFor();
    await look(page, 'paper-1280');
    await page.getByText('图片', { exact: true }).click();
    const picture = page.locator('.issue-picture');
    await expect
      .poll(() => picture.evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(1080);
    await page.getByText('内容', { exact: true }).click();
    await page.getByRole('button', { name: '改文字' }).first().click();
    const words = page.getByLabel('入户走访的文字');
    await words.fill('本周走访99户');
    await page.getByRole('button', { name: '存为新稿' }).click();
    await page.getByText('不是算出来的').waitFor();
    await page.getByRole('button', { name: '取消' }).click();
    await page.getByRole('button', { name: '同意发布' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '同意发布' }).click();
    await page.getByText(/已送达 \d \/ 1/).waitFor();
    expect(await page.locator('.desk-head .state').textContent()).toBe('已发布');
    await page.getByLabel('各期简报').getByText('已发布').waitFor();
    await look(page, 'approved-1280');
    await page.context().close();
  });

  it('fits a phone: every page, never wider than the screen', async () => {
    const page = await open('/ledgers', true);
    const at = async (to: string, there: string, name: string) => {
      // As a link of the page goes there: loading everything anew for each costs seconds.
      await page.evaluate(`history.pushState({}, '', '${to}'); dispatchEvent(new Event('popstate'))`);
      await page.getByText(there).first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth'), to).toBe(390);
      const beyond = `[...document.querySelectorAll('.desk *')].filter((e) => !e.closest('.scroll, .paper-frame') && e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.className)`;
      expect(await page.evaluate(beyond), to).toEqual([]);
      await look(page, name);
    };
    const record = await behind.store.prisma.record.findFirstOrThrow({ where: { subject: '田秋生' } });
    const item = await behind.store.prisma.item.findFirstOrThrow({ where: { ledger: 'problems' } });
    await at('/ledgers', '跟踪台账', 'ledgers-390');
    await at('/ledgers/records/visit', '田秋生', 'list-390');
    await at(`/records/${record.id}`, '记下的内容和依据', 'record-390');
    await at(`/items/${item.id}`, '报已整改', 'item-390');
    await at('/issues', '各期简报', 'issues-390');
    await at(`/issues/${await issueId()}`, '入户走访', 'issue-390');
    await at('/asked', '每周走访', 'asked-390');
    await at('/waiting', '名册里没有的发言人', 'waiting-390');
    if (process.env.LOOK) {
      const wide = await open('/waiting');
      await wide.getByText('待复核的事项').waitFor();
      await look(wide, 'waiting-1280');
      await wide.goto(`${county.url}/items/${item.id}`);
      await wide.getByText('报已整改').first().waitFor();
      await look(wide, 'item-1280');
      await wide.goto(`${county.url}/asked`);
      await wide.getByText('每周走访').waitFor();
      await look(wide, 'asked-1280');
      await wide.goto(`${county.url}/ledgers/items/problems`);
      await wide.locator('tbody tr').first().waitFor();
      await look(wide, 'items-1280');
      await wide.goto(county.url);
      await wide.locator('.chat-row').first().waitFor();
      await look(wide, 'chat-1280');
    }
    await page.context().close();
  });
});

test('an issue that is out: where it went, who did what, and what others may see of it', async () => {
  const { prisma } = behind.store;
  const id = await issueId();
  const open = () => get<Wire<IssuePage>>(`/issues/${id}`, 'clerk');
  const order = (as: string, body: object) => orderIssue(id, as, body);
  if (noBrowser) await order('clerk', { name: 'approve', revision: 3 });
  const after = await open();
  expect(after).toMatchObject({ state: 'approved', number: 1, approvedBy: '安小满' });
  expect(after.text).toContain(calm);
  expect(after.text).not.toContain('项目建设');
  expect(after.deliveries).toMatchObject([
    { topic: '溪口镇工作群', state: expect.stringMatching(/queued|sending|sent/) },
  ]);
  expect(after.history.map((one) => one.action)).toEqual(['bulletin.edit', 'bulletin.edit', 'bulletin.approve']); // prettier-ignore
  // Whoever's name was used hears of it in private, with the files.
  const told = await prisma.outgoing.findMany({ where: { purpose: 'bulletin-page' } });
  expect(told).toHaveLength(1);
  expect(told[0]!.attachments).toHaveLength(2);
  expect(await order('clerk', { name: 'approve', revision: 3 })).toMatchObject({ done: false });

  // Once it is out everybody of the list may read it; differences, and records beyond their own part, they may not.
  const seen = await get<Wire<IssuePage>>(`/issues/${id}`, 'cadre');
  expect([seen.differences, seen.decides]).toEqual([[], false]);
  const own = await get<{ rows: { title: string }[]; rowsOf: string }>(`/issues/${id}/figure?metric=visits`, 'cadre'); // prettier-ignore
  expect([own.rowsOf, own.rows.map((row) => row.title).sort()]).toEqual(['渡口村', ['田秋生', '罗桂香']]);
  for (const what of ['png', 'docx', 'xlsx'])
    expect((await call(`/issues/${id}/files/${what}`, 'cadre')).status).toBe(200);
  expect(await audits('bulletin.file')).toHaveLength(2);
  expect(await order('clerk', { name: 'withdraw', rest: '数字有误', revision: 3 })).toMatchObject({ done: true }); // prettier-ignore
});

test('only the clerk of the county settles what nobody knows', async () => {
  const { prisma } = behind.store;
  const [row] = await prisma.outgoing.findMany({ where: { purpose: 'bulletin-draft' }, take: 1 });
  await prisma.outgoing.update({ where: { id: row!.id }, data: { state: 'unknown', claimedAt: new Date() } });
  const { deliveries } = await get<Wire<Waiting>>('/waiting', 'clerk');
  expect(deliveries.map((one) => one.id)).toEqual([row!.id]);
  const settle = (as: string) =>
    county.call('POST', `/api/desk/deliveries/${row!.id}?as=${as}`, { decision: 'drop' });
  expect((await settle('leader')).status).toBe(403);
  expect(await (await settle('clerk')).json()).toEqual({ done: true });
  expect(await audits('outbox.drop')).toMatchObject([{ actor: '安小满' }]);
});
