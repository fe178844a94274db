import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { items as routes } from '../../src/web/items.js';
import { answerError } from '../../src/web/errors.js';
import { newId } from '../../src/core/ids.js';
import { silentLog } from '../../src/core/ports.js';
import { fakeSight } from '../support/sight.js';
import type { Harness } from '../pipeline/harness.js';
import { openLedger } from './county.js';

let h: Harness;
beforeAll(async () => {
  h = await openLedger();
  await h.say('9号问题：公示栏破损\n整改措施：换新\n责任人：田禾\n整改时限：2026年12月底前完成', {
    sender: 'p3',
  });
  await h.say('10号问题：台账缺页\n整改措施：补录\n责任人：沈青\n整改时限：长期坚持', { sender: 'p3' });
  await h.say('【入户走访】户主：田有根 走访时间：今天 存在问题：屋顶漏雨 需求：想修屋顶');
  await h.say('77号问题已整改完毕', { sender: 'p1' });
});
afterAll(() => h.close());

const viewers = fakeSight({
  clerk: { name: '骆小雨' },
  cadre: { name: '沈青', scope: { all: false, contactId: newId(), place: { towns: [], villages: ['远山村'], title: '' } } },
}); // prettier-ignore
const get = async (path: string, as = 'clerk') => {
  const app = routes(h.store, viewers.sight).onError(answerError(silentLog));
  const response = await app.request(`${path}${path.includes('?') ? '&' : '?'}as=${as}`);
  return { status: response.status, body: (await response.json()) as never };
};

describe('the ledgers for the clerk', () => {
  test('a list, soonest due first, by filter; what was never opened is not in it', async () => {
    const all = (await get('/items')).body as {
      total: number;
      items: { ledger: string; number: number | null }[];
    };
    expect(all.total).toBe(4);
    expect(all.items.some((one) => one.number === 77)).toBe(false);
    const problems = (await get('/items?ledger=problems&open=true')).body as {
      items: { number: number; nextDue: string | null }[];
    };
    expect(problems.items.map((one) => [one.number, one.nextDue])).toEqual([
      [9, '2026-12-31'],
      [10, null],
    ]);
    expect((await get('/items?ledger=problems&owner=沈青')).body).toMatchObject({ total: 1 });
    expect((await get('/items?dueBefore=2027-01-01&ledger=problems')).body).toMatchObject({ total: 1 });
    expect((await get('/items?limit=0')).status).toBe(400);
  });

  test('one item, with what happened and the messages that said so', async () => {
    const { items } = (await get('/items?ledger=problems&limit=1')).body as { items: { id: string }[] };
    expect((await get(`/items/${items[0]!.id}`)).body).toMatchObject({
      title: '公示栏破损',
      people: [{ role: 'owner', name: '田禾', until: null }],
      events: [{ type: 'register', actor: '骆小雨', message: { room: expect.any(String) as string } }],
    });
    expect((await get('/items/nothing')).status).toBe(404);
  });

  test('whoever does not answer for an item does not see it, and that they asked is written down', async () => {
    const mine = (await get('/items', 'cadre')).body as { items: { number: number }[] };
    expect(mine.items.map((one) => one.number)).toEqual([10]);
    expect((await get('/open?by=village', 'cadre')).body).toEqual([
      { ledger: 'problems', name: '', open: 1 },
    ]);
    const { items } = (await get('/items?ledger=leads')).body as { items: { id: string }[] };
    expect((await get(`/items/${items[0]!.id}`, 'cadre')).status).toBe(403);
    expect(viewers.trail).toContainEqual({
      ...{ actor: '沈青', action: 'look.declined', detail: { item: items[0]!.id } },
    });
    for (const path of ['/items', '/open', `/items/${items[0]!.id}`])
      expect((await get(path, 'nobody')).status).toBe(403);
  });

  test('what is not at zero yet, by village', async () => {
    expect((await get('/open?by=village&ledger=leads')).body).toEqual([
      { ledger: 'leads', name: '枫树坪村', open: 1 },
    ]);
  });
});
