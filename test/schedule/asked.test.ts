import { expect, test } from 'vitest';
import { fromLocal } from '../../src/core/time.js';
import { dutyTitles } from '../../src/duty/index.js';
import { askedPeople } from '../../src/store/asked.js';
import { asked } from '../../src/web/asked.js';
import { fakeSight } from '../support/sight.js';
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

test('the page asks for a week by its key; what is about others is for the county, and a look is written down', async () => {
  const people = ['安小满', '凌寒'].map((person) => ({ person, unit: '', todos: 1, questions: 0, why: [] }));
  const { sight, trail } = fakeSight({ p1: { name: '安小满' }, p2: { name: '凌寒', scope: { all: false } } });
  const app = asked((week) => Promise.resolve({ week: week ?? 'this', people }), sight);
  const get = async (query: string) => (await (await app.request(`/asked?${query}`)).json()) as object;
  expect(await get('as=p1&week=2026-W20')).toEqual({ week: '2026-W20', people });
  expect(await get('as=p2')).toEqual({ week: 'this', people: [people[1]] });
  expect(trail).toEqual([
    { actor: '安小满', action: 'look.asked', detail: { week: '2026-W20' } },
    { actor: '凌寒', action: 'look.asked', detail: { week: 'this' } },
  ]);
  for (const bad of ['as=p1&week=2026-W99', 'week=2026-W20', 'as=nobody'])
    expect((await app.request(`/asked?${bad}`)).status).not.toBe(200);
});
