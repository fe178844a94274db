import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChatPort } from '../../src/core/chat.js';
import { Recorder } from '../support/recorder.js';
import { until } from '../support/ports.js';
import { serviceGateway, type ServiceGateway } from './service-gateway.js';

let gateway: ServiceGateway;
let port: ChatPort;
let seen: Recorder;

beforeEach(async () => {
  gateway = await serviceGateway();
  port = gateway.port();
  seen = new Recorder();
});
afterEach(async () => {
  await port.stop();
  await gateway.close();
});

const online = () => until('online', () => port.state === 'online');
const offline = () => until('offline', () => port.state === 'offline');

async function works(): Promise<void> {
  const id = await gateway.far.post({ room: 'r1', sender: 'p1', text: '通了吗' });
  await seen.message$(id);
  const said = await port.say({ to: { room: 'r1' }, text: '通了' });
  expect(await gateway.far.said({ room: 'r1' })).toContainEqual({ id: said.id, text: '通了' });
}

test('the gateway dies in the middle: said so, nothing is sent meanwhile, and it comes back', async () => {
  await port.start(seen);
  await works();
  const saying = Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => port.say({ to: { room: 'r1' }, text: `回执${i}` })),
  );
  await gateway.far.saved();
  await gateway.die();
  await offline();
  await until('told', () => seen.offlines.length === 1);
  await expect(port.say({ to: { room: 'r1' }, text: '在吗' })).rejects.toMatchObject({ verdict: 'not-sent' });

  // Whatever is called not sent has not arrived, and whatever was acknowledged has.
  const arrived = (await gateway.far.said({ room: 'r1' })).map((m) => m.text);
  for (const [i, outcome] of (await saying).entries()) {
    if (outcome.status === 'fulfilled') expect(arrived).toContain(`回执${i}`);
    else if (outcome.reason.verdict === 'not-sent') expect(arrived).not.toContain(`回执${i}`);
    else expect(outcome.reason).toMatchObject({ name: 'SendError', verdict: 'unknown' });
  }

  const away = await gateway.far.post({ room: 'r1', sender: 'p1', text: '掉线时说的' });
  await gateway.revive();
  await online();
  expect(seen.directories).toHaveLength(2);
  await seen.message$(away);
  await works();
  expect(seen.offlines).toHaveLength(1);
  expect(seen.messages.filter((m) => m.id === away)).toHaveLength(1);
});

test('the line goes dead without a word: noticed, and a send in flight is in doubt', async () => {
  await port.start(seen);
  await works();
  gateway.line.hang();
  await expect(port.say({ to: { room: 'r1' }, text: '听得见吗' })).rejects.toMatchObject({
    verdict: 'unknown',
  });
  await offline();
  await gateway.line.heal();
  await online();
  await works();
});

test('the bot is removed from a group and the line is cut at that moment', async () => {
  await port.start(seen);
  await gateway.far.leave('r2', 'bot');
  await seen.event$('leave');
  await gateway.line.cut();
  await offline();
  await gateway.line.heal();
  await online();
  await works();
});

test('the line is cut and mended', async () => {
  await port.start(seen);
  await works();
  await gateway.line.cut();
  await offline();
  await gateway.line.heal();
  await online();
  await works();
});

test('a gateway that is not there yet does not keep the bot from starting', async () => {
  await gateway.line.cut();
  await port.start(seen);
  expect(port.state).toBe('offline');
  expect(seen.offlines).toEqual([]);
  await gateway.line.heal();
  await online();
  await works();
});

test('stopping while nothing can be reached is quick, and no file is written', async () => {
  await gateway.line.cut();
  await port.start(seen);
  await port.stop();
  expect(port.state).toBe('stopped');
  expect((await gateway.files()).filter((file) => !file.endsWith('.memory-card.json'))).toEqual([]);
});
