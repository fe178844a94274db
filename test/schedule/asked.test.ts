import { expect, test } from 'vitest';
import { fromLocal } from '../../src/core/time.js';
import { dutyTitles } from '../../src/duty/index.js';
import { askedPeople } from '../../src/store/asked.js';
import { asked } from '../../src/web/asked.js';
import { testCounty } from './county.js';

test('how many times each person was asked within a week, and why; what never went out was not asked', async () => {
  const county = await testCounty();
  try {
    await county.people([
      { name: '安小满', unit: '县水利局', role: 'clerk' },
      { name: '凌寒', unit: '县教育局', role: 'clerk' },
    ]);
    await county.tick('2026-05-14T16:00');
    await county.store.prisma.outgoing.updateMany({ data: { state: 'sent' } });
    await county.record('凌寒', 'unit-report', '2026-05-14T17:00', { unit: '县教育局' });
    await county.tick('2026-05-15T09:00');
    const titles = dutyTitles(county.book);
    const of = (from: string, to: string) =>
      askedPeople(county.store.prisma, fromLocal(from), fromLocal(to), titles);
    expect(await of('2026-05-11', '2026-05-18')).toEqual([
      {
        person: '安小满',
        unit: '县水利局',
        todos: 2,
        why: [{ duty: 'weekly-report', title: '每周指标上报', times: 2 }],
        questions: 0,
      },
      {
        person: '凌寒',
        unit: '县教育局',
        todos: 1,
        why: [{ duty: 'weekly-report', title: '每周指标上报', times: 1 }],
        questions: 0,
      },
    ]);
    expect(await of('2026-05-18', '2026-05-25')).toEqual([]);
    await county.store.prisma.outgoing.updateMany({ where: { state: 'queued' }, data: { state: 'dropped' } });
    expect((await of('2026-05-11', '2026-05-18')).map((one) => one.todos)).toEqual([1, 1]);
  } finally {
    await county.close();
  }
});

test('the page asks for a week by its key', async () => {
  const app = asked((week) => Promise.resolve({ week: week ?? 'this', people: [] }));
  expect(await (await app.request('/asked?week=2026-W20')).json()).toEqual({ week: '2026-W20', people: [] });
  expect(await (await app.request('/asked')).json()).toEqual({ week: 'this', people: [] });
  expect((await app.request('/asked?week=2026-W99')).status).not.toBe(200);
});
