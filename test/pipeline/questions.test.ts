import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { questionsCommand } from '../../src/cli/questions.js';
import { newId } from '../../src/core/ids.js';
import { bindContacts } from '../../src/store/bind-contacts.js';
import { openHarness, type Harness } from './harness.js';

let h: Harness;
beforeAll(async () => {
  h = await openHarness({ rooms: { r1: ['p1', 'p2', 'p3'] } });
  await h.say('到'); // everybody has been seen
  await h.say('到了', { sender: 'p2' });
  await h.say('到', { sender: 'p3' });
  const person = { nicknames: [], villages: ['枫树坪村'], active: true };
  await h.store.prisma.person.createMany({
    data: [
      { ...person, id: newId(), name: '田禾', unit: '枫树坪村工作队', post: '队员', role: 'cadre' },
      { ...person, id: newId(), name: '沈青', unit: '清源县民政局', post: '干事', role: 'clerk' },
    ],
  });
  await bindContacts(h.store.prisma);
}, 60_000);
afterAll(() => h.close());
beforeEach(() => void h.heard());

const questions = () => h.store.prisma.questionHandover.findMany({ orderBy: { number: 'asc' } });
const ask = (text: string, sender = 'p1') => h.say(`@小助手 ${text}`, { mentions: ['bot'], sender });

/** Somebody writes to the bot in private; what the bot has said since, with to whom. */
async function privately(sender: string, text: string) {
  const id = h.far.emitMessage({ id: newId(), sender, text });
  const until = Date.now() + 10_000;
  while (!(await h.store.prisma.message.findFirst({ where: { externalId: id } }))) {
    if (Date.now() > until) throw new Error('not saved');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await h.settled();
  return h.heard().map(({ to, text: said }) => ({ to, said }));
}

describe('a question with a source', () => {
  test('asked of the bot: one message with the answer, its document and place', async () => {
    const heard = await ask('公益岗一个月最少上几天？');
    expect(heard).toHaveLength(1);
    expect(heard[0]).toContain('至少5天');
    expect(heard[0]).toContain('依据：');
    const [said] = (await h.outgoing()).slice(-1);
    expect(said!.because).toMatchObject({ policies: ['welfare-post'] });
  });

  test('asked for as a card: the answer and a picture of it, to hand on', async () => {
    await ask('公益岗一个月最少上几天，政策卡片');
    const [said] = (await h.outgoing()).slice(-1);
    expect(said!.text).toContain('至少5天');
    expect(said!.because).toMatchObject({ policies: ['welfare-post'], cards: 1 });
    const [file] = said!.attachments as { name: string; type: string; blob: string }[];
    expect(file).toMatchObject({ type: 'image/png' });
    const { bytes } = await h.store.prisma.blob.findUniqueOrThrow({ where: { id: file!.blob } });
    expect(Buffer.from(bytes).subarray(1, 4).toString()).toBe('PNG');
    // Without a source there is no card; the question goes the way of every other.
    await ask('低保户去世后当月的钱还发不发，政策卡片');
    const [unanswered] = await questions();
    expect(unanswered).toMatchObject({ state: 'open', text: '低保户去世后当月的钱还发不发' });
    expect((await h.outgoing()).filter((one) => (one.attachments as unknown[]).length > 0)).toHaveLength(1);
    await h.store.prisma.questionHandover.deleteMany();
  });

  test('in the talk of others, where it is sure', async () => {
    expect(await h.say('四有户是指哪四有？')).toHaveLength(1);
  });

  test('in private, without a question mark', async () => {
    const [heard] = await privately('p1', '七到户是哪七到');
    expect(heard).toMatchObject({ to: 'p1' });
    expect(heard!.said).toContain('政策宣传');
  });

  test('in private, what is told is no question, however near a document comes', async () => {
    expect(await privately('p1', '镇党委今天开专题会')).toEqual([]);
    expect(await privately('p1', '村里通自来水了')).toEqual([]);
    expect((await privately('p1', '四有户'))[0]!.said).toContain('财政供养');
  });

  test('beside a report: the receipt, and the answer', async () => {
    const heard = await h.say(
      '【入户走访】\n户主：田有根\n走访时间：2026年3月18日\n走访人：田禾\n存在问题：无\n请问公益岗一个月最少上几天？',
    );
    expect(heard.join('\n')).toContain('已记走访');
    expect(heard.join('\n').match(/至少5天/g)).toHaveLength(1);
  });

  test('words of a report in private that ask nothing are answered by its receipt alone', async () => {
    const heard = await privately('p1', '今天走访谢广田家，3口人，情况正常');
    expect(heard).toHaveLength(1);
    expect(heard[0]!.said).toContain('走访：谢广田');
    const asked = await privately('p1', '今天走访田有根家，3口人。枫树坪村种了烟叶的有几户？');
    expect(asked.map(({ said }) => said).join('\n')).toContain('我没看懂，或者没有记');
  });

  test('two questions in one message are answered in one', async () => {
    const heard = await ask('周报几点前交？四有户是哪四有？');
    expect(heard).toHaveLength(1);
    expect(heard[0]).toContain('中午12时');
    expect(heard[0]).toContain('商品房');
  });
});

describe('who has reported', () => {
  const places = (villages: string[]) =>
    h.store.prisma.person.updateMany({ where: { name: '沈青' }, data: { villages } });
  beforeAll(() => places([]));
  afterAll(() => places(['枫树坪村']));

  const questions = [
    '哪几个镇没报',
    '哪些单位没报周报',
    '谁还没报周报',
    '周报报了几家',
    '本周周报交了几家，还差哪几家',
  ];

  test.each(questions)('a clerk is told, of the bot in the group and in private: %s', async (text) => {
    for (const said of [
      (await ask(text, 'p2')).join('\n'),
      (await privately('p2', text)).map((one) => one.said).join('\n'),
    ])
      expect(said).toMatch(/周报(?:已|未)报\d家（应报1家|没有应报周报的镇/);
  });

  test('in the talk of others only where the report is named', async () => {
    expect(await h.say('哪几个镇没报', { sender: 'p2' })).toEqual([]);
  });
});

describe('a figure of the own county', () => {
  test('is counted or said not to be kept; no document of another county answers it', async () => {
    const [own] = await ask('枫树坪村自来水通了多少户');
    expect(own).toMatch(/枫树坪村：用自来水：名册里都没有填，4户/);
    const [unkept] = await ask('枫树坪村低收入户有几户种了烟叶');
    expect(unkept).toMatch(/“低收入户有几户种了烟叶”|种了烟叶”我没看懂，或者没有记/);
    expect([own, unkept].join()).not.toContain('依据');
    expect(await questions()).toEqual([]);
  });

  test('in the talk of others nothing is said to it', async () => {
    expect(await h.say('合作社带动了多少户？')).toEqual([]);
    expect(await h.say('村里有几户没通自来水？')).toEqual([]);
  });

  test('a document that is named still answers', async () => {
    expect((await ask('元水村新农合参合了多少人'))[0]).toContain('元水村');
  });
});

describe('a question without a source', () => {
  test('in the talk of others the bot is silent', async () => {
    expect(await h.say('低保户去世后当月的钱还发不发？')).toEqual([]);
    expect(await questions()).toEqual([]);
  });

  test('asked of the bot it goes to who would know; the answer comes back to who asked', async () => {
    await ask('低保户去世后当月的钱还发不发？');
    const [question] = await questions();
    expect(question).toMatchObject({ state: 'open', text: '低保户去世后当月的钱还发不发' });
    await h.settled();
    const said = (await h.outgoing()).slice(-2).map((o) => o.text);
    expect(said[0]).toContain('已转沈青（清源县民政局干事）核实');
    expect(said[1]).toContain(`编号${question!.id.slice(-6)}`);
    expect(await privately('p2', '今天先不说这个')).toEqual([]);
    await privately('p2', '答复编号：99 当月不发'); // no question of that number
    expect((await questions())[0]!.state).toBe('open');
    h.heard();
    const heard = await privately('p2', `答复编号：${question!.number} 当月照发，次月停`);
    expect(heard.find((one) => one.to === 'r1')!.said).toContain('沈青答复：当月照发，次月停');
    expect((await questions())[0]).toMatchObject({ state: 'answered', answer: '当月照发，次月停' });
    // Said once, however often it is answered.
    expect(await privately('p2', `答复${question!.id.slice(-6)}：当月照发，次月停！`)).toEqual([]);
  });

  test('once the clerk has approved it, the answer is given from then on', async () => {
    const [question] = await questions();
    const lines: string[] = [];
    const deps = {
      store: h.store,
      clock: h.clock,
      actor: 'clerk',
      out: (line: string) => void lines.push(line),
    };
    await questionsCommand('list', [], 7, deps);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      number: question!.number,
      state: 'answered',
      answer: '当月照发，次月停',
    });
    await questionsCommand('approve', [String(question!.number)], 7, deps);
    await questionsCommand('approve', [String(question!.number)], 7, deps);
    await expect(questionsCommand('approve', ['999'], 7, deps)).rejects.toThrow(
      'no question with an answer: 999',
    );
    expect(lines.slice(1)).toEqual(['{"approved":1,"asked":1}', '{"approved":0,"asked":1}']);
    await h.refresh();
    const [heard] = await ask('低保户去世后当月的钱还发不发？', 'p3');
    expect(heard).toContain('当月照发，次月停');
    expect(heard).toContain('清源县民政局沈青的答复，经文书审核');
    expect((await ask('低保户去世后丧葬费给多少？', 'p3')).join()).toContain('没有查到依据');
  });

  test('a question that is recalled needs no answer any more', async () => {
    const id = h.far.emitMessage({
      id: newId(),
      room: 'r1',
      sender: 'p1',
      text: '@小助手 低保户离婚以后低保怎么分？',
      mentions: ['bot'],
    });
    await expect.poll(async () => (await questions()).at(-1)?.state).toBe('open');
    await h.settled();
    h.far.recall(id);
    await expect.poll(async () => (await questions()).at(-1)?.state, { timeout: 10_000 }).toBe('withdrawn');
    await h.settled();
    h.heard();
  });

  test('small talk and the state of affairs are handed to nobody', async () => {
    const before = (await questions()).length;
    await ask('你会唱歌不？');
    await ask('我们镇危改完成多少户了？');
    expect(await questions()).toHaveLength(before);
  });
});

describe('a question that may mean several things', () => {
  test('three choices at most, and a bare number chooses', async () => {
    const heard = await ask('贷款到期怎么办？');
    const row = (await questions()).at(-1)!;
    if (row.state !== 'offered') throw new Error(`not offered: ${heard.join()}`);
    expect(row.choices.length).toBeGreaterThan(0);
    expect(row.choices.length).toBeLessThanOrEqual(3);
    expect(await h.say('1', { sender: 'p3' })).toEqual([]); // somebody else counts
    const [chosen] = await h.say('1');
    expect(chosen).toContain('依据：');
    expect((await questions()).at(-1)!.state).toBe('chosen');
    expect(await h.say('1')).toEqual([]);
  });
});
