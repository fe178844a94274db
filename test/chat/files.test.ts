import { afterEach, describe, expect, test } from 'vitest';
import { openGateway } from '../../src/chat/gateways.js';
import type { LocalNetwork } from '../../src/chat/local/network.js';
import type { ChatPort } from '../../src/core/chat.js';
import { silentLog, systemClock } from '../../src/core/ports.js';
import { FAST, localFar } from './local-far.js';
import { serviceGateway } from './service-gateway.js';

interface Fixture {
  network: LocalNetwork;
  port: () => ChatPort;
  close(): Promise<void>;
}

const local = async (): Promise<Fixture> => {
  const { network, from, close } = await localFar();
  const config = {
    WECHATY_PUPPET: 'local',
    WECHATY_PUPPET_OPTIONS: {},
    BOT_NAME: '小助手',
    DATA_DIR: '/tmp',
  };
  const deps = { log: silentLog, clock: systemClock, timing: FAST, local: { network, from } };
  return { network, port: () => openGateway(config, deps), close };
};

let open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.reverse()) await close();
  open = [];
});

// Every byte there is, more than one packet of the line.
const png = Buffer.concat(
  Array.from({ length: 1200 }, () => Buffer.from(Array.from({ length: 256 }, (_, i) => i))),
);
const table = Buffer.from('\ufeff户主,日期\r\n');

describe.each<[string, () => Promise<Fixture>]>([
  ['local', local],
  ['wechaty-puppet-service', serviceGateway],
])('files through gateway %s', (_, make) => {
  test('a text, a picture and a document arrive in order and whole', async () => {
    const { network, port: makePort, close } = await make();
    const port = makePort();
    open = [close, () => port.stop()];
    await port.start({
      message: async () => {},
      room: async () => {},
      online: async () => {},
      offline: async () => {},
    });
    for (const to of [{ room: 'r1' }, { person: 'p1' }]) {
      const { id } = await port.say({
        to,
        text: '本月走访',
        files: [
          { name: '图 1.png', type: 'image/png', bytes: png },
          { name: '走访台账.csv', type: 'text/csv', bytes: table },
        ],
      });
      const said = await network.messages(to);
      expect(said.map((m) => [m.type, m.text, m.attachments.map((a) => [a.name, a.type])])).toEqual([
        ['text', '本月走访', []],
        ['image', '', [['图 1.png', 'image/png']]],
        ['file', '', [['走访台账.csv', 'text/csv']]],
      ]);
      expect(said[0]!.id).toBe(id);
      const kept = said
        .slice(1)
        .map((m) => /^\/api\/local\/files\/([0-9a-f]{64})\/(.+)$/.exec(m.attachments[0]!.url!)!);
      expect(decodeURIComponent(kept[0]![2]!)).toBe('图 1.png');
      expect(Buffer.from((await network.file(kept[0]![1]!))!.bytes).equals(png)).toBe(true);
      expect(Buffer.from((await network.file(kept[1]![1]!))!.bytes).equals(table)).toBe(true);
    }
    await expect(
      port.say({
        to: { room: 'nowhere' },
        text: '',
        files: [{ name: 'a.csv', type: 'text/csv', bytes: table }],
      }),
    ).rejects.toMatchObject({ name: 'SendError' });
  });
});
