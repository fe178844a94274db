import { describe, expect, it } from 'vitest';
import { box, bubble, menu, noBrowser, say, speakAs, stored, withBrowser } from './browser.js';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe.skipIf(noBrowser)('writing on the page', () => {
  const s = withBrowser();

  it('posts as the chosen person; another page sees it at once, on the other side', async () => {
    const [page, other] = [await s.open(), await s.open()];
    await speakAs(page, '何秋月');
    await say(page, '今天走访两户');
    await bubble(other, '今天走访两户').waitFor();
    expect((await stored(s.county, '/api/local/rooms/r1/messages'))[0]).toMatchObject({
      sender: 'p2',
      text: '今天走访两户',
    });
    expect(await page.locator('.line-own .bubble').count()).toBe(1);
    expect(await other.locator('.line-own .bubble').count()).toBe(0);
    expect(await other.locator('.line-name').textContent()).toBe('何秋月(杏花镇)');
    await s.county.network.bot({ room: 'r1' }, '已记录');
    await bubble(page, '已记录').waitFor();
    expect(await page.locator('.line-name').last().textContent()).toBe('小助手机器人');
    await speakAs(page, '罗振华');
    expect(await page.locator('.line-own').count()).toBe(0); // seen as somebody else now
  });

  it('keeps a new line for Shift+Enter, sends for Enter, and says what went wrong without losing the text', async () => {
    const page = await s.open();
    await box(page).fill('第一行');
    await box(page).press('Shift+Enter');
    await box(page).pressSequentially('第二行');
    await s.county.network.away(true);
    await box(page).press('Enter');
    await page.locator('.ant-message-error', { hasText: '数据库暂时连不上' }).waitFor();
    expect(await box(page).inputValue()).toBe('第一行\n第二行');
    await s.county.network.away(false);
    await box(page).press('Enter');
    await bubble(page, '第二行').waitFor();
    expect((await stored(s.county, '/api/local/rooms/r1/messages')).map((m) => m.text)).toEqual([
      '第一行\n第二行',
    ]);
    expect(await box(page).inputValue()).toBe('');
  });

  it('recalls an own message everywhere, and offers its text again', async () => {
    const [page, other] = [await s.open(), await s.open()];
    await speakAs(page, '罗振华');
    await say(page, '发错群了');
    await bubble(other, '发错群了').waitFor();
    await menu(page, '发错群了', '撤回');
    await page.getByText('你撤回了一条消息').waitFor();
    await other.getByLabel('聊天记录').getByText('罗振华撤回了一条消息').waitFor();
    expect(await other.getByText('发错群了').count()).toBe(0);
    await page.getByRole('button', { name: '重新编辑' }).click();
    expect(await box(page).inputValue()).toBe('发错群了');
  });

  it('offers recall for own messages only', async () => {
    const page = await s.open();
    await s.county.network.post({ place: { room: 'r1' }, sender: 'p2', text: '别人的话' });
    await bubble(page, '别人的话').click({ button: 'right' });
    await page.getByRole('menuitem', { name: '引用' }).waitFor();
    expect(await page.getByRole('menuitem', { name: '撤回' }).count()).toBe(0);
  });

  it('mentions with the list of names and replies with a quote', async () => {
    const page = await s.open();
    await s.county.network.post({ place: { room: 'r1' }, sender: 'p2', text: '谁去青坡' });
    await menu(page, '谁去青坡', '引用');
    await box(page).pressSequentially('@何');
    await page.getByRole('option', { name: '何秋月(杏花镇)' }).waitFor();
    await box(page).press('Enter');
    await box(page).pressSequentially('我去');
    await box(page).press('Enter');
    await page.locator('.quoted', { hasText: '谁去青坡' }).waitFor();
    const [, mine] = await stored(s.county, '/api/local/rooms/r1/messages');
    expect(mine).toMatchObject({ text: '@何秋月(杏花镇)\u2005我去', mentions: ['p2'] });
    expect(await page.locator('.line-own .mention').textContent()).toBe('@何秋月(杏花镇)');
  });

  it('sends pictures', async () => {
    const page = await s.open();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '走访.png', mimeType: 'image/png', buffer: PNG });
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await page.locator('.line-own img[alt="走访.png"]').waitFor();
    expect(await page.locator('.picture-thumb').count()).toBe(0);
  });
});
