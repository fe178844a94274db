import { afterEach, describe, expect, test } from 'vitest';
import { createChatPort } from '../../src/chat/bot.js';
import { isLost, toSendError } from '../../src/chat/errors.js';
import { openGateway } from '../../src/chat/gateways.js';
import type { Timing } from '../../src/chat/timing.js';
import { types } from '../../src/chat/wechaty.js';
import type { ChatPort } from '../../src/core/chat.js';
import { AppError } from '../../src/core/errors.js';
import { silentLog, systemClock } from '../../src/core/ports.js';
import { mask } from '../../src/core/sensitive/index.js';
import { Recorder } from '../support/recorder.js';
import { FakePuppet } from '../support/fake-puppet.js';
import { until } from '../support/ports.js';
import { FAST } from './local-far.js';

let port: ChatPort;
afterEach(() => port?.stop());

async function connect(
  far: FakePuppet | (() => Promise<FakePuppet>),
  { seen = new Recorder(), timing = {} }: { seen?: Recorder; timing?: Partial<Timing> } = {},
): Promise<Recorder> {
  port = createChatPort({
    puppet: far,
    gateway: 'fake',
    log: silentLog,
    clock: systemClock,
    timing: { ...FAST, ...timing },
  });
  await port.start(seen);
  return seen;
}
const online = () => until('online', () => port.state === 'online');
const offline = () => until('offline', () => port.state === 'offline');
const toR1 = { to: { room: 'r1' }, text: '好' };

test('a telephone number for a nickname is said masked, and its owner is not mentioned', async () => {
  const far = new FakePuppet({ rooms: { r1: ['p1', 'p2'] } });
  far.addPerson('p1', '田禾13900001234');
  far.addPerson('p2', '老王');
  port = createChatPort({ puppet: far, gateway: 'fake', log: silentLog, clock: systemClock, timing: FAST, mask }); // prettier-ignore
  await port.start(new Recorder());
  await online();
  await port.say({ ...toR1, mentions: ['p1', 'p2'] });
  await port.say({ to: toR1.to, text: '@田禾139******34 哪个村？', mentions: ['p1'] });
  expect(far.said.map(({ text, mentions }) => ({ text, mentions }))).toEqual([
    { text: '@田禾139******34\u2005@老王\u2005好', mentions: ['p2'] },
    { text: '@田禾139******34 哪个村？', mentions: [] },
  ]);
});

describe('what the gateway does', () => {
  test('the same message three times and an old batch are all handed on: telling them apart is the inbox’s work', async () => {
    const far = new FakePuppet({ rooms: { r1: ['p1'] } });
    const seen = await connect(far);
    const at = new Date('2026-03-01T08:00:00+08:00');
    for (let i = 0; i < 3; i++) far.emitMessage({ id: 'x', room: 'r1', text: '到', at });
    await until('three', () => seen.messages.length === 3);
    expect(seen.messages.map((m) => [m.id, m.sentAt])).toEqual([1, 2, 3].map(() => ['x', at]));
  });

  test('a message whose payload cannot be read at first is read again, and keeps its place', async () => {
    const far = new FakePuppet({ rooms: { r1: ['p1'] } });
    const seen = await connect(far);
    const payload = far.messagePayload.bind(far);
    let failures = 4; // Wechaty looks too
    far.messagePayload = async (id) => {
      if (id === 'shy' && failures-- > 0) throw new Error('try again');
      return payload(id);
    };
    far.emitMessage({ id: 'shy', room: 'r1', text: '一' });
    far.emitMessage({ id: 'next', room: 'r1', text: '二' });
    await seen.message$('next');
    expect(seen.messages.map((m) => m.id)).toEqual(['shy', 'next']);
  });

  test('order holds where a sender takes long to look up', async () => {
    const far = new FakePuppet({ rooms: { r1: ['p1', 'slow'] } });
    const seen = await connect(far);
    const member = far.roomMemberPayload.bind(far);
    far.roomMemberPayload = async (room, id) => {
      if (id === 'slow') await new Promise((resolve) => setTimeout(resolve, 60));
      return member(room, id);
    };
    const ids = ['slow', 'p1', 'slow', 'p1'].map((sender, i) =>
      far.emitMessage({ room: 'r1', sender, text: `${i}` }),
    );
    await seen.message$(ids[3]!);
    expect(seen.messages.map((m) => m.id)).toEqual(ids);
  });

  test('a new login with other ids: the new directory comes before any message under them', async () => {
    const far = new FakePuppet({ rooms: { r1: ['p1'] } });
    const order: string[] = [];
    const seen = new Recorder();
    seen.onMessage = (m) => void order.push(`message ${m.room?.id ?? ''}`);
    const told = seen.online.bind(seen);
    seen.online = async (directory) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      order.push(`online ${directory.rooms.map((r) => r.id).join()}`);
      await told(directory);
    };
    await connect(far, { seen });
    far.emitMessage({ room: 'r1', text: '旧' });
    await until('old', () => order.length === 2);
    await far.relogin((id) => `new-${id}`);
    far.emitMessage({ room: 'new-r1', sender: 'new-p1', text: '新' });
    await until('new', () => order.length === 4);
    expect(order).toEqual(['online r1', 'message r1', 'online new-r1', 'message new-r1']);
    expect(seen.offlines).toEqual(['logged in elsewhere']);
  });

  test('logged out by the network: offline until it logs in again', async () => {
    const far = new FakePuppet({ rooms: { r1: ['p1'] } });
    const seen = await connect(far);
    await far.kick('账号在别处登录');
    await offline();
    await expect(port.say(toR1)).rejects.toMatchObject({ verdict: 'not-sent' });
    far.comeBack();
    await online();
    await port.say(toR1);
    expect(seen.offlines).toEqual(['账号在别处登录']);
    expect(far.starts).toBe(1);
  });

  test('a gateway that answers no more is noticed, and started anew', async () => {
    const far = new FakePuppet({ rooms: { r1: ['p1'] } });
    const seen = await connect(far, { timing: { ding: 40, deaf: 120 } });
    far.deaf = true;
    await offline();
    far.deaf = false;
    await online();
    expect(far.starts).toBe(2);
    expect(seen.offlines).toHaveLength(1);
    expect(seen.directories).toHaveLength(2);
    // Nobody listens twice after the second start.
    const id = far.emitMessage({ room: 'r1', text: '一次' });
    await seen.message$(id);
    await port.say(toR1);
    await until('echo', () => seen.messages.some((m) => m.self));
    expect(seen.messages).toHaveLength(2);
  });

  test('a gateway that does not start is tried again, with a new puppet each time', async () => {
    const made: FakePuppet[] = [];
    const make = async () => {
      const far = new FakePuppet({ rooms: { r1: ['p1'] } });
      far.failStart = made.length < 2 ? 1 : 0;
      made.push(far);
      return far;
    };
    // Wechaty waits five seconds before it stops what never started.
    const seen = await connect(make, { timing: { stop: 100 } });
    expect(port.state).toBe('offline');
    await online();
    expect(made).toHaveLength(3);
    expect(seen.offlines).toEqual([]);
  });

  test('a gateway that never says that it is ready is taken for ready after a while', async () => {
    const seen = await connect(new FakePuppet({ ready: false, rooms: { r1: ['p1'] } }), {
      timing: { ready: 50 },
    });
    await online();
    expect(seen.directories[0]?.rooms).toHaveLength(1);
  });

  test('system notices and media without text', async () => {
    const far = new FakePuppet({ rooms: { r1: ['p1'] } });
    const seen = await connect(far);
    far.emitMessage({ room: 'r1', type: types.Message.Unknown, text: '"李强"加入了群聊' });
    const id = far.emitMessage({ room: 'r1', type: types.Message.Audio });
    expect(await seen.message$(id)).toMatchObject({ type: 'other', text: '[语音]' });
    expect(seen.messages).toHaveLength(1);
  });
});

describe('what the handlers do', () => {
  test('an "online" that fails is told again, and messages wait for it', async () => {
    const far = new FakePuppet({ rooms: { r1: ['p1'] } });
    const seen = new Recorder();
    let failures = 3;
    const told = seen.online.bind(seen);
    seen.online = async (directory) => {
      if (failures-- > 0) throw new Error('database gone');
      await told(directory);
    };
    const started = connect(far, { seen });
    await until('logged in', () => far.isLoggedIn);
    const id = far.emitMessage({ room: 'r1', text: '早' });
    await started;
    await seen.message$(id);
    expect(failures).toBe(-1);
  });

  test('a message that can never be taken does not hold up the next', async () => {
    const far = new FakePuppet({ rooms: { r1: ['p1'] } });
    const seen = new Recorder();
    let asked = 0;
    seen.onMessage = (m) => {
      if (m.text !== '坏') return;
      asked++;
      throw new AppError('poison', 'never', { retry: false });
    };
    await connect(far, { seen });
    far.emitMessage({ room: 'r1', text: '坏' });
    await seen.message$(far.emitMessage({ room: 'r1', text: '好' }));
    expect(asked).toBe(1);
  });

  test('stopping waits for what is being handled', async () => {
    const far = new FakePuppet({ rooms: { r1: ['p1'] } });
    const seen = new Recorder();
    seen.onMessage = () => new Promise((resolve) => setTimeout(resolve, 80));
    await connect(far, { seen });
    for (let i = 0; i < 3; i++) far.emitMessage({ room: 'r1', text: `${i}` });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await port.stop();
    expect(seen.messages).toHaveLength(3);
  });
});

describe('what a failed send means', () => {
  test.each([
    ['before', 'not-sent', false],
    ['after', 'unknown', true],
    ['refuse', 'refused', false],
    ['hang', 'unknown', false],
  ] as const)('%s: %s', async (how, verdict, arrives) => {
    const far = new FakePuppet({ rooms: { r1: ['p1'] } });
    await connect(far, { timing: { say: 150 } });
    far.failSay(how);
    await expect(port.say(toR1)).rejects.toMatchObject({ name: 'SendError', verdict });
    expect(far.said.some((s) => s.delivered)).toBe(arrives);
    await online();
    await port.say(toR1);
  });

  test('what is lost on the way looks like success', async () => {
    const far = new FakePuppet({ rooms: { r1: ['p1'] } });
    await connect(far);
    far.failSay('lost');
    expect((await port.say(toR1)).id).toBeDefined();
    expect(far.said).toMatchObject([{ text: '好', delivered: false }]);
  });

  test.each([
    [
      '14 UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED 127.0.0.1:8788',
      'not-sent',
    ],
    ['14 UNAVAILABLE: Connection dropped', 'unknown'],
    ['14 UNAVAILABLE: read ECONNRESET', 'unknown'],
    ['4 DEADLINE_EXCEEDED: Deadline exceeded', 'unknown'],
    ['13 INTERNAL: something', 'unknown'],
    ['2 UNKNOWN: not-a-member: "bot" is not a member', 'refused'],
    ['2 UNKNOWN: unknown-room: there is no group "x"', 'refused'],
    ['16 UNAUTHENTICATED: Invalid Wechaty TOKEN', 'not-sent'],
    ['not logged in, no this.__currentUserId yet.', 'not-sent'],
    ['NO CLIENT', 'not-sent'],
    ['anything else', 'unknown'],
  ])('%s → %s', (message, verdict) => {
    expect(toSendError(new Error(message)).verdict).toBe(verdict);
    expect(toSendError(new Error('outer', { cause: new Error(message) })).verdict).toBe(verdict);
  });

  test('which errors mean that the connection is gone', () => {
    expect(isLost(new Error('14 UNAVAILABLE: Connection dropped'))).toBe(true);
    expect(isLost(Object.assign(new Error('x'), { code: 'ECONNRESET' }))).toBe(true);
    expect(isLost(new Error('2 UNKNOWN: not-a-member'))).toBe(false);
    expect(isLost('text')).toBe(false);
    expect(isLost(undefined)).toBe(false);
  });
});

test('a puppet that is not installed is said in one clear line', () => {
  const config = {
    WECHATY_PUPPET: 'wechaty-puppet-nowhere',
    WECHATY_PUPPET_OPTIONS: {},
    BOT_NAME: '小助手',
    DATA_DIR: 'x',
  };
  let error: unknown;
  try {
    openGateway(config, { log: silentLog, clock: systemClock });
  } catch (caught) {
    error = caught;
  }
  expect(error).toMatchObject({ name: 'AppError', code: 'puppet-missing' });
  expect((error as Error).message).toMatch(
    /^WECHATY_PUPPET=wechaty-puppet-nowhere: [^\n]+\(npm i wechaty-puppet-nowhere\)$/,
  );
});

test('a package that is no puppet is said at the start, which does not go on trying', async () => {
  const config = { WECHATY_PUPPET: 'yaml', WECHATY_PUPPET_OPTIONS: {}, BOT_NAME: '小助手', DATA_DIR: 'x' };
  port = openGateway(config, { log: silentLog, clock: systemClock, timing: FAST });
  await expect(port.start(new Recorder())).rejects.toMatchObject({ code: 'puppet-missing' });
});
