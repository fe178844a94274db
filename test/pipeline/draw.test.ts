import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { openHarness, type Harness } from './harness.js';

let h: Harness;
beforeAll(async () => {
  h = await openHarness();
  await h.say('大家好');
  const asker = newId();
  await h.store.prisma.person.create({
    data: { id: asker, name: '田禾', unit: '县乡村振兴局', role: 'clerk' },
  });
  await h.store.prisma.contact.updateMany({ data: { personId: asker } });
  await h.store.prisma.person.createMany({
    data: Array.from({ length: 12 }, (_, i) => ({
      id: newId(), name: `队员${'甲乙丙丁戊己庚辛壬癸子丑'[i]!}`, unit: `第${i}工作队`, post: i === 11 ? '司机' : '驻村队员', role: 'cadre', active: i !== 10,
    })), // prettier-ignore
  });
});
afterAll(() => h.close());

const ask = async (text: string) => (await h.say(text, { room: undefined })).join('\n');

test('a clerk draws names, can draw the same again, and who drew what is written down', async () => {
  const said = await ask('随机抽取4名驻村队员');
  // Of twelve, one is gone and one is a driver.
  expect(said).toMatch(/^全县驻村干部10个里随机抽4个：\n(队员.（第\d+工作队 驻村队员）\n){4}种子[0-9a-f]{8}/);
  const seed = /种子([0-9a-f]{8})/.exec(said)![1]!;
  expect(await ask(`随机抽取4名驻村队员，种子${seed}`)).toBe(said);
  const kept = await h.store.prisma.auditEntry.findMany({ where: { action: 'draw' } });
  expect(kept).toHaveLength(2);
  expect(kept[0]).toMatchObject({
    actor: '田禾',
    detail: { draw: 'team-members', seed, of: 10, place: '全县' },
  });
});

test('what is not understood draws nothing; a report of a spot check is no request', async () => {
  expect(await ask('石头镇随机抽取4名驻村队员')).toContain('没看懂');
  expect(await ask('今天随机抽查了4名驻村队员，都在岗')).not.toContain('种子');
});

test('a cadre draws nobody', async () => {
  await h.store.prisma.person.updateMany({ where: { name: '田禾' }, data: { role: 'cadre' } });
  expect(await ask('随机抽取2名驻村队员')).toBe('抽查名单由领导或文书来抽');
  expect(await h.store.prisma.auditEntry.count({ where: { action: 'draw.declined' } })).toBe(1);
});
