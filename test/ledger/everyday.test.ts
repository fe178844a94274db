import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAKE_BOT } from '../support/fake-puppet.js';
import { newId } from '../../src/core/ids.js';
import type { Harness } from '../pipeline/harness.js';
import { item, openLedger } from './county.js';

let h: Harness;
beforeAll(async () => {
  h = await openLedger();
  await h.store.prisma.person.updateMany({ where: { name: '田禾' }, data: { villages: ['枫树坪村'] } });
  h.far.addPerson('p5', '邓超');
  await h.say('好的', { sender: 'p5' });
  const other = { name: '邓超', role: 'cadre', unit: '大樟村工作队', post: '驻村队员', villages: ['大樟村'] };
  const { id: personId } = await h.store.prisma.person.create({ data: { id: newId(), ...other } });
  await h.store.prisma.contact.updateMany({
    where: { addresses: { some: { externalId: 'p5' } } },
    data: { personId },
  });
});
afterAll(() => h.close());

const clerk = (text: string, more: object = {}) => h.say(text, { sender: 'p3', ...more });
const inPrivate = (text: string, sender = 'p3') => h.say(text, { sender, room: undefined });
const ask = (text: string) => clerk(`@小助手 ${text}`, { mentions: [FAKE_BOT] });

describe('a problem registered in one sentence', () => {
  test('has its owner and its term; without a number it is asked for', async () => {
    const said = await clerk('登记问题：枫树坪村二组路灯不亮，责任人田禾，期限12月底前');
    expect(said.join()).toContain('是第几号问题');
    await clerk('21');
    const row = await item(h, 'problems', '21');
    expect(row).toMatchObject({ title: '枫树坪村二组路灯不亮', owner: '田禾', village: '枫树坪村' });
    expect(row!.nextDue!.toISOString().slice(5, 10)).toBe('12-31');
  });

  test('what no list has may take the next number, on the clerk’s word', async () => {
    const said = await clerk('登记问题：枫树坪村公厕没有水，责任人田禾，期限12月10日前');
    expect(said.join()).toContain('清单里没有的回“新问题”，编为22号');
    expect(await clerk('好的')).toEqual([]);
    expect(await item(h, 'problems', '22')).toBeNull();
    await clerk('新问题');
    expect(await item(h, 'problems', '22')).toMatchObject({ title: '枫树坪村公厕没有水', owner: '田禾' });
    // A claim is of a problem that stands on some list: it takes no number of its own.
    const claim = await h.say('公示栏的问题已整改到位', { sender: 'p1' });
    expect(claim.join()).toMatch(/是第几号问题？(?!清单)/);
    await h.say('新问题', { sender: 'p1' });
    expect(await item(h, 'problems', '23')).toBeNull();
  });

  test('its receipt is said once, by the ledger', async () => {
    const said = await clerk('登记24号问题：公示栏破损，责任单位清源镇政府，责任人田禾，期限12月底前');
    expect(said).toEqual(['24号问题已进台账，责任人田禾，12月31日前']);
    expect(await item(h, 'problems', '24')).toMatchObject({ title: '公示栏破损', leadUnit: '清源镇政府' });
    expect(await h.say('24号问题已整改到位', { sender: 'p1' })).toEqual([
      expect.stringContaining('24号问题转“待复核”，还缺'),
    ]);
  });
});

describe('owner and term in everyday words', () => {
  test('are changed in private by whoever may; in the group the difference is said', async () => {
    const said = await clerk('24号问题责任人换成邓超，时限延到2027年6月底');
    expect(said.join()).toContain('责任人台账里是“田禾”，这次写“邓超”，先不改');
    expect(said.join()).toMatch(/期限台账里是“\d{4}年12月31日”，这次写“2027年6月30日”，先不改/);
    expect((await inPrivate('24号问题责任人换成邓超', 'p1')).join()).toContain('先不改');
    const changed = await inPrivate('24号问题责任人换成邓超，时限延到2027年6月底');
    expect(changed.join()).toContain('24号问题已改：责任人由田禾改为邓超，期限由');
    const row = await item(h, 'problems', '24');
    expect(row).toMatchObject({ owner: '邓超' });
    expect(row!.nextDue!.toISOString().slice(0, 10)).toBe('2027-06-30');
  });

  test('open no problem that nobody has registered', async () => {
    expect((await inPrivate('99号问题责任人换成邓超')).join()).toContain('登记请写明问题内容');
    expect(await item(h, 'problems', '99')).toBeNull();
  });
});

describe('where a problem is', () => {
  test('is told by its words, its unit, its owner or its sender, else it is none', async () => {
    await clerk('31号问题：大樟村水质公示牌没挂\n责任人：骆小雨');
    await clerk('32号问题：台账缺页\n责任人：邓超');
    await h.say('33号问题：宣传栏没更新\n责任人：骆小雨', { sender: 'p1' });
    await clerk('34号问题：台账缺页\n责任单位：清源镇政府\n责任人：骆小雨');
    await clerk('35号问题：台账缺页\n责任人：骆小雨');
    await clerk('36号问题：枫树坪村和大樟村台账缺页\n责任人：邓超');
    const places = await Promise.all(
      ['31', '32', '33', '34', '35', '36'].map((key) => item(h, 'problems', key)),
    );
    expect(places.map((one) => [one!.town, one!.village])).toEqual([
      ['清源镇', '大樟村'],
      ['清源镇', '大樟村'],
      ['清源镇', '枫树坪村'],
      ['清源镇', null],
      [null, null],
      [null, null],
    ]);
  });

  test('what has no place is said beside a number of a place', async () => {
    expect((await ask('大樟村还有几个问题没整改')).join()).toMatch(
      /大樟村：没销号2个.*；另有2个未注明地点，不在内/,
    );
    expect((await ask('全县还有几个问题没整改')).join()).not.toContain('未注明地点');
  });

  test('a cadre of another village claims nothing there; who answers for it does', async () => {
    const said = await h.say('31号问题已整改完毕，佐证2份', { sender: 'p1' });
    expect(said.join()).toContain('31号问题是大樟村的，责任人骆小雨，不在您负责的村，没有报已整改');
    expect(await item(h, 'problems', '31')).toMatchObject({ state: 'open' });
    await h.say('31号问题已整改完毕，佐证2份', { sender: 'p5' });
    expect(await item(h, 'problems', '31')).toMatchObject({ state: 'review' });
  });

  test('papers from elsewhere, and anything in private from whoever no register knows, are none', async () => {
    const row = async () => (await item(h, 'problems', '31'))!;
    const { state, data } = await row();
    const evidence = (data as { evidence: number }).evidence;
    const papers = await h.say('31号问题附照片9张', { sender: 'p1' });
    expect(papers.join()).toContain('不在您负责的村，没有登记');
    h.far.addPerson('p6', '路过的人');
    for (const text of ['31号问题附照片9张', '31号问题进展：换好了一半', '31号问题已整改到位'])
      expect((await inPrivate(text, 'p6')).join()).toContain('您的名字还没有对上干部花名册');
    expect(await row()).toMatchObject({ state, data: { evidence } });
  });
});
