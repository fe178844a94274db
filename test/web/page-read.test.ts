import { fileUrl } from '../../src/chat/local/network.js';
import { renderPicture } from '../../src/render/index.js';
import { describe, expect, it } from 'vitest';
import { box, bubble, noBrowser, say, stored, VISIT, withBrowser } from './browser.js';
import { openCounty, visitEntry } from './county.js';

describe.skipIf(noBrowser)('reading on the page', () => {
  const s = withBrowser();

  it('keeps private talks with the bot apart', async () => {
    const page = await s.open();
    await page.getByText('私聊小助手').click();
    await page
      .getByLabel('会话')
      .getByRole('button', { name: /马小军/ })
      .click();
    await say(page, '请问密码在哪里改');
    await s.county.network.bot({ person: 'p4' }, '请找管理员');
    await bubble(page, '请找管理员').waitFor();
    expect((await stored(s.county, '/api/local/people/p4/messages')).map((m) => m.sender)).toEqual([
      'p4',
      'bot',
    ]);
    expect(new URL(page.url()).pathname).toBe('/people/p4');
  });

  it('shows pictures of the bot in the talk, and offers its documents for saving', async () => {
    const page = await s.open('/rooms/r1', true);
    const { network } = s.county;
    const place = { room: 'r1' };
    const send = async (name: string, type: string, bytes: Buffer) => {
      const url = fileUrl(await network.keep({ name, type, bytes }), name);
      await network.post({ place, sender: 'bot', text: '', attachments: [{ name, type, url }] });
    };
    await network.bot(place, '本周走访情况');
    const chart = {
      kind: 'bar' as const,
      categories: ['甲镇', '乙镇', '丙镇'],
      series: [{ name: '已走访', values: [12, 9, 4] }],
      unit: '户',
    };
    await send(
      '走访.png',
      'image/png',
      await renderPicture({ title: '本周走访', chart, foot: '截至5月8日12:00' }),
    );
    await send('走访台账.csv', 'text/csv', Buffer.from('户主'));
    const picture = page.locator('img.picture, .picture img').last();
    await expect
      .poll(() => picture.evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(1080);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '走访台账.csv' }).click();
    expect((await download).suggestedFilename()).toBe('走访台账.csv');
    if (process.env.LOOK) await page.screenshot({ path: process.env.LOOK });
  });

  it('counts what is unread and clears it', async () => {
    const page = await s.open();
    await box(page).waitFor();
    await s.county.network.post({ place: { room: 'r2' }, sender: 'p4', text: '项目开工' });
    await page.locator('.chat-row .ant-badge-count').waitFor();
    expect(await page.title()).toMatch(/^\(1\) 杏花镇驻村工作群/);
    await page.getByRole('button', { name: /响水镇项目推进群/ }).click();
    await bubble(page, '项目开工').waitFor();
    await expect.poll(() => page.title()).toBe('响水镇项目推进群 · 村村报');
  });

  it('counts what is said while the page is still loading, once', async () => {
    const page = await s.open('/rooms/r1');
    await box(page).waitFor();
    // The list is asked for when the live updates begin: hold it back until something was said.
    await page.route('**/api/local/latest', async (route) => {
      await s.county.network.post({ place: { room: 'r2' }, sender: 'p4', text: '已进场' });
      await new Promise((resolve) => setTimeout(resolve, 300)); // the live update comes first
      await route.continue();
    });
    await page.evaluate('localStorage.clear()');
    await page.reload();
    await page.locator('.chat-row .ant-badge-count').waitFor();
    expect(await page.title()).toMatch(/^\(1\) /);
    await page.unroute('**/api/local/latest');
    await page.reload();
    await page.locator('.chat-row .ant-badge-count').waitFor();
    expect(await page.title()).toMatch(/^\(1\) /);
    await page.getByRole('button', { name: /响水镇项目推进群/ }).click();
    await bubble(page, '已进场').waitFor();
    await page.reload();
    await box(page).waitFor();
    await page.locator('.chat-row').first().waitFor();
    expect(await page.locator('.chat-row .ant-badge-count').count()).toBe(0);
  });

  it('shows what was understood, with the words that gave each value', async () => {
    const page = await s.open();
    await s.county.network.post({ place: { room: 'r1' }, sender: 'p1', text: VISIT });
    s.county.entries.set('m1', visitEntry('m1', VISIT));
    await page.getByRole('button', { name: '理解：入户走访 · 待补充：行政村 · 1 处需留意' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('写的是 2，实际列出 1').waitFor();
    expect(await drawer.locator('mark').allTextContents()).toEqual(['田大川', '3月18日', '1.26万元']);
    await drawer.locator('.field', { hasText: '人均纯收入' }).hover();
    expect(await drawer.locator('.mark-lit').allTextContents()).toEqual(['1.26万元']);
    expect(await drawer.locator('.field', { hasText: '人均纯收入' }).textContent()).toContain('12,600 元');
  });

  it('calls an added form and its fields as the definition does', async () => {
    const page = await s.open();
    await s.county.network.post({ place: { room: 'r1' }, sender: 'p1', text: VISIT });
    const entry = visitEntry('m1', VISIT);
    const called = { title: '停水报修', fields: { outage: '停水原因', since: '几点停的' } };
    entry.records[0] = {
      ...entry.records[0]!,
      ...{
        kind: 'water-outage',
        missing: ['since'],
        called,
        data: { kind: 'water-outage', outage: '管道冻裂' },
      },
    };
    s.county.entries.set('m1', { ...entry, checks: [], trace: [] });
    await page.getByRole('button', { name: '理解：停水报修 · 待补充：几点停的' }).click();
    await page.getByRole('dialog').locator('.field', { hasText: '停水原因' }).getByText('管道冻裂').waitFor();
  });

  it('says of a file that it is one, and of a picture', async () => {
    const file = { name: '走访台账.xlsx', type: 'application/vnd.ms-excel', url: '/api/local/files/x/y' };
    await s.county.network.post({ place: { room: 'r1' }, sender: 'bot', text: '', attachments: [file] });
    const page = await s.open();
    await page.locator('.chat-row', { hasText: '[文件] 走访台账.xlsx' }).waitFor();
  });

  it('stays where one reads and says that there is more below', async () => {
    for (let i = 1; i <= 40; i++)
      await s.county.network.post({ place: { room: 'r1' }, sender: 'p2', text: `第 ${i} 条` });
    const page = await s.open();
    await bubble(page, '第 40 条').waitFor();
    await expect
      .poll(() => page.locator('.messages').evaluate((e) => e.scrollHeight - e.scrollTop - e.clientHeight))
      .toBeLessThan(2);
    await page.locator('.messages').evaluate((e) => e.scrollTo(0, 0));
    await page.waitForTimeout(100); // the scroll event comes a frame later
    await s.county.network.post({ place: { room: 'r1' }, sender: 'p2', text: '更新的话' });
    await page.getByRole('button', { name: '1 条新消息' }).click();
    await expect
      .poll(() => page.locator('.messages').evaluate((e) => e.scrollHeight - e.scrollTop - e.clientHeight))
      .toBeLessThan(2);
  });

  it('says when the connection is lost, and catches up after', async () => {
    const page = await s.open();
    await box(page).waitFor();
    const port = s.county.web.port;
    await s.county.web.stop();
    await page.getByText('连接已断开').waitFor();
    await s.county.network.post({ place: { room: 'r1' }, sender: 'p2', text: '断线时说的话' });
    const again = await openCounty({ pageDir: s.pageDir(), port, network: s.county.network });
    await bubble(page, '断线时说的话').waitFor();
    await expect.poll(() => page.getByText('连接已断开').count()).toBe(0);
    s.county = again;
  });

  it('fits a phone: from the list to the talk and back, never wider than the screen', async () => {
    await s.county.network.post({
      place: { room: 'r1' },
      sender: 'p1',
      text: VISIT + '\n' + 'https://example.cn/' + 'x'.repeat(300),
    });
    s.county.entries.set('m1', visitEntry('m1', VISIT));
    const page = await s.open('/', true);
    const fits = async () => {
      const beyond = `[...document.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.className)`;
      expect(await page.evaluate(beyond)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
    };
    await page.getByRole('button', { name: /杏花镇驻村工作群/ }).waitFor();
    await fits();
    await page.getByRole('button', { name: /杏花镇驻村工作群/ }).tap();
    await bubble(page, '田大川').waitFor();
    expect(await page.getByLabel('会话').count()).toBe(0);
    await fits();
    await page.locator('.chip').tap();
    await page.getByRole('dialog').getByText('待补充').first().waitFor();
    await fits();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '返回列表' }).tap();
    await page.getByLabel('会话').waitFor();
  });
});
