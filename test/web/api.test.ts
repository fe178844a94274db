import { fileUrl } from '../../src/chat/local/network.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { databaseNetwork, openCounty, rooms, type County } from './county.js';
import { memoryNetwork } from './memory-network.js';

let county: County;

const post = async (text: string, sender = 'p1') => {
  const answer = await county.call('POST', '/api/local/rooms/r1/messages', { sender, text });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
};
const list = async (path: string) =>
  (await (await county.call('GET', path)).json()) as Record<string, unknown>[];
/** Status and error line of a call that must fail; the line never shows where in the code it came from. */
const failing = async (method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
  const answer = await county.call(method, path, body, headers);
  const { error, code } = (await answer.json()) as { error: string; code: string };
  expect(error).not.toMatch(/\n|\bat .*:\d+:\d+/);
  return { status: answer.status, error, code };
};

describe.each([
  ['in memory', async () => memoryNetwork(rooms())],
  ['on PostgreSQL', databaseNetwork],
])('the API of the local groups %s', (_where, open) => {
  describe('groups', () => {
    beforeEach(async () => {
      county = await openCounty({ network: await open() });
    });
    afterEach(() => county.stop());

    it('lists rooms with their members', async () => {
      const rooms = await list('/api/local/rooms');
      expect(rooms[0]).toMatchObject({ id: 'r1', topic: '杏花镇驻村工作群' });
      expect(rooms[0]!.members).toContainEqual({ id: 'p1', name: '宋远航', alias: '驻村-宋远航' });
      expect(await list('/api/local/people')).toContainEqual({ id: 'p4', name: '马小军' });
    });

    it('posts as a member and lists oldest first, the bot among them', async () => {
      const first = await post('今天去了田大川家');
      const second = await county.network.bot({ room: 'r1' }, '已记录 1 户');
      const messages = await list('/api/local/rooms/r1/messages');
      expect(messages.map((m) => m.id)).toEqual([first, second]);
      expect(messages[0]).toMatchObject({
        sender: 'p1',
        senderName: '驻村-宋远航',
        text: '今天去了田大川家',
        attachments: [],
        bot: false,
      });
      expect(messages[0]!.sentAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/);
      expect(Math.abs(Date.parse(String(messages[0]!.sentAt)) - Date.now())).toBeLessThan(60_000);
      expect(messages[1]).toMatchObject({ sender: 'bot', bot: true });
      expect((await list(`/api/local/rooms/r1/messages?after=${first}`)).map((m) => m.id)).toEqual([second]);
      expect(await list(`/api/local/rooms/r1/messages?after=${second}`)).toEqual([]);
      expect((await list('/api/local/rooms/r1/messages?limit=1')).map((m) => m.id)).toEqual([second]);
      expect(await list('/api/local/rooms/r2/messages')).toEqual([]);
    });

    it('takes a name or group nickname that only one member has', async () => {
      await post('一', '罗振华');
      await post('二', '驻村-宋远航');
      expect((await list('/api/local/rooms/r1/messages')).map((m) => m.sender)).toEqual(['p3', 'p1']);
      county.network.rooms = async () => [
        {
          id: 'r1',
          topic: '',
          members: [
            { id: 'p1', name: '重名' },
            { id: 'p3', name: '重名' },
          ],
        },
      ];
      const refused = await failing('POST', '/api/local/rooms/r1/messages', { sender: '重名', text: '三' });
      expect(refused).toMatchObject({
        status: 400,
        error: 'sender: 2 members are called 重名; give one of the ids p1, p3',
      });
    });

    it('keeps quotes and mentions', async () => {
      const first = await post('走访完成');
      const answer = await county.call('POST', '/api/local/rooms/r1/messages', {
        sender: 'p2',
        text: '@小助手 补充',
        quote: first,
        mentions: ['bot'],
      });
      expect(answer.status).toBe(201);
      const [, reply] = await list('/api/local/rooms/r1/messages');
      expect(reply).toMatchObject({ mentions: ['bot'], quoted: { id: first, text: '走访完成' } });
    });

    it('keeps private talks apart', async () => {
      const answer = await county.call('POST', '/api/local/people/p3/messages', { text: '请假' });
      expect(answer.status).toBe(201);
      await county.network.bot({ person: 'p3' }, '已登记');
      expect((await list('/api/local/people/p3/messages')).map((m) => [m.sender, m.text])).toEqual([
        ['p3', '请假'],
        ['bot', '已登记'],
      ]);
      expect(await list('/api/local/people/p1/messages')).toEqual([]);
    });

    it('recalls once; what was recalled does not leave the server', async () => {
      const id = await post('发错了');
      expect((await county.call('DELETE', `/api/local/messages/${id}`)).status).toBe(204);
      const [gone, event] = await list('/api/local/rooms/r1/messages');
      expect(gone).toMatchObject({ id, text: '', attachments: [] });
      expect(gone!.recalledAt).toMatch(/\+08:00$/);
      expect(event).toMatchObject({ type: 'recall', recalls: id, sender: 'p1' });
      expect(await failing('DELETE', `/api/local/messages/${id}`)).toMatchObject({
        status: 409,
        code: 'already-recalled',
      });
    });

    it('shows pictures of the bot and offers its other files for saving', async () => {
      const keep = async (name: string, type: string, bytes: Buffer) => {
        const url = fileUrl(await county.network.keep({ name, type, bytes }), name);
        await county.network.post({
          place: { room: 'r1' },
          sender: 'bot',
          text: '',
          attachments: [{ name, type, url }],
        });
        return url;
      };
      const page = '<script>alert(1)</script>';
      await keep('图 1.png', 'image/png', Buffer.from('png'));
      await keep("走访'台账.html", 'text/html', Buffer.from(page));
      const shown = (await list('/api/local/rooms/r1/messages')).map(
        (m) => (m.attachments as { name: string; url: string }[])[0]!,
      );
      expect(shown.map((a) => a.name)).toEqual(['图 1.png', "走访'台账.html"]);
      const [picture, file] = await Promise.all(shown.map((a) => county.call('GET', a.url)));
      expect(picture!.headers.get('content-type')).toBe('image/png');
      expect(picture!.headers.get('content-disposition')).toMatch(/^inline/);
      expect(await picture!.text()).toBe('png');
      expect(file!.headers.get('content-type')).toBe('application/octet-stream');
      expect(file!.headers.get('content-disposition')).toBe(
        "attachment; filename*=UTF-8''%E8%B5%B0%E8%AE%BF%27%E5%8F%B0%E8%B4%A6.html",
      );
      expect(await file!.text()).toBe(page);
      expect(await failing('GET', `/api/local/files/${'f'.repeat(64)}/a.png`)).toMatchObject({
        status: 404,
        code: 'unknown-file',
      });
    });

    it('tells an open page of what others say, also after the database was away', async () => {
      const stream = (await fetch(`${county.url}/api/local/events`)).body!.getReader();
      const until = async (words: string) => {
        for (let text = ''; !text.includes(words);)
          text += Buffer.from((await stream.read()).value).toString();
      };
      await until('event: ready');
      await county.network.bot({ room: 'r1' }, '第一句');
      await until('"text":"第一句"');
      await county.network.away(true);
      await county.network.away(false);
      // Connections of before may fail once more.
      await vi.waitFor(() => county.network.bot({ person: 'p1' }, '第二句'), { timeout: 15_000 });
      await until('"text":"第二句"');
      await stream.cancel();
    });

    it('shows joins, leaves and topics as events', async () => {
      await county.network.join('r1', 'p4');
      await county.network.leave('r1', 'p4');
      await county.network.rename('r1', '杏花镇工作群');
      expect((await list('/api/local/rooms/r1/messages')).map((m) => m.type)).toEqual([
        'join',
        'leave',
        'topic',
      ]);
    });

    it('passes on what is hard to carry: 100 kB, 5,000 lines, NUL, lone surrogates, emoji', async () => {
      const texts = ['村'.repeat(34_000), 'a\n'.repeat(5000), 'x\u0000y', '\ud83d', '\u202eabc\u202c', '👍🏽'];
      // Half a surrogate pair is no character: every encoding replaces it.
      const asUtf8 = (text: string) => Buffer.from(text).toString();
      for (const text of texts) await post(text);
      expect((await list('/api/local/rooms/r1/messages')).map((m) => asUtf8(String(m.text)))).toEqual(
        texts.map(asUtf8),
      );
      await post('\u0001'.repeat(100_000)); // every character written as six
    });
  });

  describe('bad requests', () => {
    beforeAll(async () => {
      county = await openCounty({ network: await open() });
    });
    afterAll(() => county.stop());

    it.each([
      ['no JSON', '{', /body is not JSON/],
      ['no object', '[]', /^body: /],
      ['nothing', {}, /text: expected the text of the message; sender: expected the id of a member/],
      ['empty sender', { sender: '', text: 'x' }, /^sender: expected the id of a member, got an empty text$/],
      ['text of a wrong type', { sender: 'p1', text: 5 }, /^text: expected the text of the message$/],
      ['mentions of a wrong type', { sender: 'p1', text: 'x', mentions: 'p2' }, /^mentions: expected a list/],
      [
        'foreign picture',
        {
          sender: 'p1',
          text: '',
          attachments: [{ name: 'a', type: 'image/png', url: 'http://evil.test/a.png' }],
        },
        /^attachments\.0\.url: expected the url that/,
      ],
      ['empty text', { sender: 'p1', text: '' }, /message is empty/],
    ])('%s: 400 that names the field', async (_what, body, line) => {
      const { status, error } = await failing('POST', '/api/local/rooms/r1/messages', body);
      expect(status).toBe(400);
      expect(error).toMatch(line);
    });

    it.each([
      ['GET', '/api/local/rooms/nope/messages', undefined, 404, 'unknown-room'],
      ['POST', '/api/local/rooms/nope/messages', { sender: 'p1', text: 'x' }, 404, 'unknown-room'],
      ['POST', '/api/local/rooms/r1/messages', { sender: 'nobody', text: 'x' }, 404, 'unknown-person'],
      ['POST', '/api/local/rooms/r1/messages', { sender: 'p4', text: 'x' }, 400, 'not-a-member'],
      ['POST', '/api/local/rooms/r1/messages', { sender: 'bot', text: 'x' }, 400, 'not-a-member'],
      ['GET', '/api/local/people/nope/messages', undefined, 404, 'unknown-person'],
      ['POST', '/api/local/people/nope/messages', { text: 'x' }, 404, 'unknown-person'],
      ['DELETE', '/api/local/messages/nope', undefined, 404, 'unknown-message'],
      ['GET', '/api/local/rooms/r1/messages?after=nope', undefined, 404, 'unknown-message'],
      ['GET', '/api/local/rooms/r1/messages?limit=x', undefined, 400, 'query-invalid'],
      ['GET', '/api/messages/nope?as=p1', undefined, 404, 'unknown-message'],
      ['GET', '/api/records?as=p1&limit=0', undefined, 400, 'query-invalid'],
      ['GET', '/api/messages/nope', undefined, 403, 'not-known'],
      ['GET', '/api/records', undefined, 403, 'not-known'],
      ['GET', '/api/records?as=nobody', undefined, 403, 'not-known'],
      ['GET', '/api/nothing', undefined, 404, 'not-found'],
      ['PUT', '/api/local/rooms', {}, 404, 'not-found'],
    ])('%s %s %j: %i %s', async (method, path, body, status, code) => {
      expect(await failing(method, path, body)).toMatchObject({ status, code });
    });

    it('refuses what is too large', async () => {
      const body = JSON.stringify({ sender: 'p1', text: 'x'.repeat(1024 * 1024) });
      expect(await failing('POST', '/api/local/rooms/r1/messages', body)).toMatchObject({
        status: 413,
        code: 'too-large',
      });
      const stream = new Blob([body]).stream();
      const chunked = await fetch(`${county.url}/api/local/people/p1/messages`, {
        method: 'POST',
        body: stream,
        duplex: 'half',
      });
      expect(chunked.status).toBe(413);
    });

    it('says 503 while the database is away, and works again after', async () => {
      await county.network.away(true);
      for (const [method, path, body] of [
        ['GET', '/api/local/rooms', undefined],
        ['POST', '/api/local/rooms/r1/messages', { sender: 'p1', text: 'x' }],
        ['DELETE', '/api/local/messages/m1', undefined],
        ['GET', '/api/local/events', undefined],
        ['GET', '/api/local/latest', undefined],
      ] as const) {
        expect(await failing(method, path, body)).toMatchObject({ status: 503, code: 'database-away' });
      }
      await county.network.away(false);
      await post('回来了');
    });

    it('hides the cause of what nobody expected', async () => {
      county.network.rooms = async () => {
        throw new Error('secret detail\n    at file.ts:1:1');
      };
      expect(await failing('GET', '/api/local/rooms')).toEqual({
        status: 500,
        code: 'internal',
        error: 'something went wrong here; the log says what',
      });
    });
  });
});

describe('beside the groups', () => {
  beforeEach(async () => {
    county = await openCounty();
  });
  afterEach(() => county.stop());
  describe('health and figures', () => {
    it('has a line for each part', async () => {
      const up = await county.call('GET', '/healthz');
      expect([up.status, await up.text()]).toEqual([200, 'ok database PostgreSQL 15.8\n']);
      county.health.ok = false;
      county.health.lines.push({ part: 'queue', ok: false, detail: 'no answer for 3 s' });
      const down = await county.call('GET', '/healthz');
      expect([down.status, await down.text()]).toEqual([
        503,
        'ok database PostgreSQL 15.8\nbad queue no answer for 3 s\n',
      ]);
      const json = await county.call('GET', '/healthz', undefined, { accept: 'application/json' });
      expect([json.status, await json.json()]).toEqual([503, { ok: false, lines: county.health.lines }]);
    });

    it('shows metrics as Prometheus text', async () => {
      const { Counter, Registry } = await import('prom-client');
      const metrics = new Registry();
      new Counter({ name: 'seen_total', help: 'seen', registers: [metrics] }).inc(3);
      await county.stop();
      county = await openCounty({ metrics });
      const answer = await county.call('GET', '/metrics');
      expect(answer.headers.get('content-type')).toContain('text/plain');
      expect(await answer.text()).toContain('seen_total 3');
    });
  });

  describe('without the local groups', () => {
    it('there is no API of theirs, and no ledger without a sign-in', async () => {
      await county.stop();
      county = await openCounty({ network: undefined });
      for (const path of ['/api/local/rooms', '/api/local/events', '/api/records', '/api/messages/m1']) {
        expect(await failing('GET', path)).toMatchObject({ status: 404 });
      }
      expect(await (await county.call('GET', '/api/about')).json()).toMatchObject({ local: false });
      expect((await county.call('GET', '/healthz')).status).toBe(200);
    });
  });
});
