import { beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/core/ports.js';
import { createWake, type JobSink } from '../../src/inbox/wake.js';
import { newId } from '../../src/core/ids.js';

let queued: string[];
let here: string[];
let wake: ReturnType<typeof createWake>;
const queue: JobSink = {
  addMany(name, jobs) {
    queued.push(...jobs.map((job) => `${name} ${job.key}`));
    return Promise.resolve();
  },
};
const deliver = (id: string) => {
  here.push(id);
  return Promise.resolve();
};

beforeEach(() => {
  queued = [];
  here = [];
  wake = createWake(queue, silentLog);
});

describe('deliveries', () => {
  it('go through the queue, unless the login is held here', async () => {
    const [one, other] = [newId(), newId()];
    await wake.deliveries([one]);
    expect(queued).toEqual([`delivery ${one}`]);
    wake.deliverHere(deliver);
    await wake.deliveries([other, other]);
    await wake.turns([one]);
    expect([here, queued]).toEqual([[other], [`delivery ${one}`, `turn ${one}`]]);
    wake.deliverHere();
    await wake.deliveries([other]);
    expect([here, queued.at(-1)]).toEqual([[other], `delivery ${other}`]);
  });

  it('go through the queue while nothing may be said here: another process may hold the login', async () => {
    let online = false;
    wake.deliverHere(deliver, () => online);
    const id = newId();
    await wake.deliveries([id]);
    online = true;
    await wake.deliveries([id]);
    expect([here, queued]).toEqual([[id], [`delivery ${id}`]]);
  });

  it('that fail here are left to the queue, which tries again', async () => {
    wake.deliverHere(() => Promise.reject(new Error('Connection terminated')));
    const id = newId();
    await wake.deliveries([id]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(queued).toEqual([`delivery ${id}`]);
  });

  it('of a whole county wait in line in the queue', async () => {
    const held: (() => void)[] = [];
    wake.deliverHere(() => new Promise((resolve) => held.push(resolve)));
    await wake.deliveries(Array.from({ length: 40 }, () => newId()));
    expect([held.length, queued.length]).toEqual([16, 24]);
    for (const end of held) end();
    await new Promise((resolve) => setImmediate(resolve));
    await wake.deliveries([newId()]);
    expect([held.length, queued.length]).toEqual([17, 24]);
  });
});

it('wakes the clock where somebody asks for their to-dos', async () => {
  await wake.todos();
  expect(queued).toEqual(['tick todos']);
});
