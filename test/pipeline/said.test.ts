import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHarness, type Harness } from './harness.js';

let h: Harness;
beforeAll(async () => {
  h = await openHarness();
});
afterAll(() => h.close());

const visits = async () => (await h.records({ kind: 'visit' })).filter((one) => one.state !== 'retracted');

describe('a message that corrects itself', () => {
  test('is one report, with what it said last; an earlier report is left alone', async () => {
    await h.say('6月1日走访毛秀英家，4口人');
    await h.say('6月20日走访余国栋家，5口人，无困难。更正：是4口人');
    await h.say('6月20日走访卞水生家，一切正常。更正：是6月19日');
    expect((await visits()).map((one) => one.data)).toMatchObject([
      { householder: '毛秀英', population: 4 },
      { householder: '余国栋', population: 4 },
      { householder: '卞水生' },
    ]);
    const last = (await visits()).at(-1)!;
    expect(last.occurredOn.toISOString().slice(5, 10)).toBe('06-19');
    expect((await visits())[0]!.occurredOn.toISOString().slice(5, 10)).toBe('06-01');
  });
});

test('each kind of number is hinted at once a day, in private', async () => {
  const hints = async () =>
    (await h.outgoing()).filter((one) => one.purpose === 'hint').map((one) => one.text);
  await h.say('田有根电话13900001234');
  await h.say('田有根身份证号110101199003070011');
  await h.say('田有根身份证号110101199003070011，收一下');
  const said = await hints();
  expect(said).toHaveLength(2);
  expect(said.join()).toMatch(/电话号码.*证件号/s);
});

test('what was not read of a long message is said', async () => {
  const heard = await h.say(`6月2日走访章立群家，4口人。${'情况正常。'.repeat(13_000)}`);
  expect(heard.join()).toContain('只读了前60000字');
});

test('to say in private that something is void, where nothing is, gets an answer', async () => {
  const nobody = { room: undefined, sender: 'p2' };
  expect((await h.say('刚才发的不算', nobody)).join()).toContain('这里没有您最近报的记录');
  expect((await h.say('我的走访作废', nobody)).join()).toContain('没有作废任何记录');
});

test.each(['撤销', '撤回', '请删掉', '已提醒', '已通知到人', '不是我负责'])(
  '“%s” alone in private, with nothing that it could be about, gets a hint, and never a policy',
  async (text) => {
    const said = await h.say(text, { room: undefined, sender: 'p2' });
    expect(said.join()).toMatch(/这里没有您最近报的记录|现在没有等您回复的提醒/);
    expect(said.join()).not.toContain('依据');
  },
);

test('“撤销” alone in private takes back what was reported there last', async () => {
  const nobody = { room: undefined, sender: 'p1' };
  await h.say('今天走访顾长明家，3口人', nobody);
  expect((await h.say('撤销', nobody)).join()).toContain('已作废1条记录：顾长明');
});

describe('a correction of which nothing can be made', () => {
  test('is said not to be applied, to whoever had reported something, and how to say it', async () => {
    await h.say('今天走访余国栋家，5口人', { sender: 'p1' });
    const said = await h.say('更正：余国栋家血型是A型', { sender: 'p1' });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/没有更正：没认出改哪一项（最近报的是余国栋）.*如“更正/);
    expect((await visits()).at(-1)!.data).toMatchObject({ householder: '余国栋', population: 5 });
  });

  test('in the talk of others it stays unsaid', async () => {
    expect(await h.say('更正：会议改到三楼会议室', { sender: 'p2' })).toEqual([]);
  });
});

test('who asks what the bot can do hears that and no policy: in private each time, in a group once a day', async () => {
  const alone = { room: undefined, sender: 'p2' };
  expect((await h.say('帮助', alone)).join()).toContain('问政策可说');
  expect((await h.say('你能干什么？', alone)).join()).toContain('问政策可说');
  const called = { sender: 'p2', mentions: ['bot'] };
  expect((await h.say('@小助手 帮助', called)).join()).toContain('问政策可说');
  expect(await h.say('@小助手 你能干什么？', called)).toEqual([]);
});
