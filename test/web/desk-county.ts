import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { newId } from '../../src/core/ids.js';
import { silentLog } from '../../src/core/ports.js';
import { fromLocal } from '../../src/core/time.js';
import { createWake } from '../../src/inbox/wake.js';
import { openKnowledge } from '../../src/main/knowledge.js';
import { packageRoot } from '../../src/files/package-root.js';
import { openQueues } from '../../src/queue/index.js';
import { REHEARSAL } from '../../src/rehearse/chat.js';
import { scriptClock } from '../../src/rehearse/clock.js';
import { openPipeline } from '../../src/rehearse/pipeline.js';
import { mask } from '../../src/core/sensitive/index.js';
import { draftBulletins } from '../../src/schedule/index.js';
import { openStore } from '../../src/store/client.js';
import { loadHouseholds } from '../../src/store/roster.js';
import { createSealer } from '../../src/store/seal.js';
import type { DeskDeps } from '../../src/web/desk/index.js';
import { testDatabase } from '../support/database.js';

const HOMES = [
  ['XK-01', '溪口镇', '渡口村', '一组', '田秋生', '脱贫户', '沈青'],
  ['XK-02', '溪口镇', '渡口村', '二组', '罗桂香', '监测户', '沈青'],
  ['XK-03', '溪口镇', '枫坪村', '一组', '向大春', '脱贫户', '秦朗'],
  ['YH-01', '云河镇', '白水村', '一组', '岑明月', '脱贫户', '秦朗'],
] as const;

/** id in the local groups, name, unit, role, places. */
export const PEOPLE = [
  ['clerk', '安小满', '县乡村振兴局', 'clerk', []],
  ['leader', '葛永宁', '县乡村振兴局', 'leader', []],
  ['town', '方可', '溪口镇政府', 'leader', ['溪口镇']],
  ['cadre', '沈青', '渡口村委', 'cadre', ['渡口村']],
  ['other', '秦朗', '白水村委', 'cadre', ['白水村']],
] as const;

/** Five minutes after the weekly bulletin closed. */
export const TODAY = '2026-05-08T12:05';

export const ROOM = { id: 'r1', topic: '溪口镇工作群' };

/** Said on Wednesday and Thursday; at noon on Friday the weekly bulletin closes. */
const SAID: [at: string, id: string, who: string, text: string][] = [
  ['2026-05-06T09:10', 'm1', 'cadre', '【入户走访】\n户主：田秋生\n走访时间：今天上午\n家庭人口4人，住房安全，饮水正常\n存在问题：灶房漏雨\n联系电话13812345678'],
  ['2026-05-06T09:40', 'm2', 'cadre', '今天走访了罗桂香家，人在家，医保已缴，鸡舍要修'],
  ['2026-05-06T10:00', 'm3', 'other', '【入户走访】\n1. 户主：岑明月，5月6日入户，住房安全\n2. 户主：向大春，5月6日入户，女儿在县城务工'],
  ['2026-05-06T11:00', 'm4', 'clerk', '【整改登记】\n问题编号：9\n问题：五组饮水点没挂水质公示牌\n整改措施：补做公示牌\n责任人：沈青\n责任单位：渡口村委\n整改时限：5月31日前'],
  ['2026-05-07T17:00', 'm5', 'cadre', '9号问题已整改完成，公示牌已挂好，佐证材料2份'],
  ['2026-05-07T18:00', 'm6', 'town', '溪口镇工作周报（5.2—5.8）\n走访农户：5户\n下周重点：春耕'],
  ['2026-05-07T18:30', 'm7', 'stranger', '【入户走访】户主：向大春，今天入户，住房安全'],
]; // prettier-ignore

/** A county that has reported for a week, with its weekly bulletin drafted: the product's own way from text to ledger. */
export async function openDeskCounty() {
  const database = await testDatabase();
  const store = openStore(database.url);
  const { prisma } = store;
  const importId = newId();
  await prisma.rosterImport.create({
    data: { id: importId, kind: 'households', file: 'f', sha256: '', accepted: HOMES.length, rejected: [] },
  });
  await prisma.household.createMany({
    data: HOMES.map(([code, town, village, group, householder, category, helper]) => ({
      ...{ id: newId(), code, town, village, group, householder, category, helper, importId },
      population: 4,
    })),
  });
  for (const [id, name, unit, role, villages] of PEOPLE) {
    const personId = newId();
    await prisma.person.create({ data: { id: personId, name, unit, role, villages: [...villages] } });
    await prisma.contact.create({
      data: {
        ...{ id: newId(), gateway: REHEARSAL, name, personId },
        addresses: { create: { gateway: REHEARSAL, externalId: id } },
      },
    });
  }
  const root = packageRoot();
  const knowledge = await openKnowledge({
    intentsDir: path.join(root, 'intents'),
    templatesDir: path.join(root, 'templates'),
    botName: '小助手',
    roster: { version: () => Promise.resolve('1'), households: () => loadHouseholds(prisma) },
    log: silentLog,
  });
  const queues = openQueues({ databaseUrl: database.url, log: silentLog });
  const clock = scriptClock(fromLocal('2026-05-06T08:00'));
  const scratch = { store, sealer: createSealer(randomBytes(32)), queues, close: () => Promise.resolve() };
  const pipeline = openPipeline({ scratch, knowledge, clock, receiptTtlMs: 7_200_000, concurrency: 2, log: silentLog }); // prettier-ignore
  for (const [at, id, who, text] of SAID) {
    clock.advance(fromLocal(at));
    const name = PEOPLE.find((one) => one[0] === who)?.[1] ?? '过路人';
    await pipeline.take([
      {
        ...{ gateway: REHEARSAL, id, type: 'text', text, self: false, mentionsBot: false, mentions: [] },
        ...{ attachments: [], room: ROOM, sender: { id: who, name }, sentAt: clock.now() },
      },
    ]);
  }
  clock.advance(fromLocal(TODAY));
  await draftBulletins(
    {
      ...{
        store,
        gateway: REHEARSAL,
        log: silentLog,
        templates: knowledge.templates,
        book: knowledge.duties,
      },
      ...{ published: knowledge.published, register: () => knowledge.understanding().households },
    },
    clock.now(),
  );
  const desk: DeskDeps = {
    store,
    gateway: REHEARSAL,
    clock,
    knowledge: { ...knowledge, register: () => knowledge.understanding().households },
    asked: async () => ({
      week: '2026-W19',
      people: [
        {
          ...{ person: '沈青', unit: '渡口村委', todos: 2, questions: 1 },
          why: [{ duty: 'visit-week', title: '每周走访', times: 2 }],
        },
        {
          ...{ person: '方可', unit: '溪口镇政府', todos: 1, questions: 0 },
          why: [{ duty: 'weekly-report', title: '每周指标上报', times: 1 }],
        },
      ],
    }),
    wake: createWake(queues, silentLog),
    mask,
  };
  return {
    desk,
    store,
    clock,
    pipeline,
    async close() {
      await pipeline.close();
      await queues.close();
      await store.close();
      await database.drop();
    },
  };
}

export type DeskCounty = Awaited<ReturnType<typeof openDeskCounty>>;

/** The local groups' side of it: the same people under the same ids. */
export const deskRooms = () => [
  { ...ROOM, members: PEOPLE.map(([id, name]) => ({ id, name })).concat([{ id: 'stranger' as 'clerk', name: '过路人' as '安小满' }]) },
]; // prettier-ignore
