import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ChatPort, Say } from '../../src/core/chat.js';
import { until } from './ports.js';
import { Recorder } from './recorder.js';

/** The other side of a gateway: what people do there. */
export interface FarSide {
  post(post: FarPost): Promise<string>; // the gateway's id
  recall(id: string): Promise<void>;
  join(room: string, person: string): Promise<void>;
  leave(room: string, person: string): Promise<void>;
  rename(room: string, topic: string): Promise<void>;
  /** What the bot said there, oldest first. */
  said(to: Say['to']): Promise<{ id: string; text: string }[]>;
  /** Everything so far counts as saved: a new connection begins after it (where the gateway replays at all). */
  saved(): Promise<void>;
}

export interface FarPost {
  room?: string; // absent: in private with the bot
  sender: string;
  text?: string;
  mentions?: string[];
  quote?: string; // id
  image?: string; // file name
}

export interface GatewayFixture {
  far: FarSide;
  /** A new, unstarted port on the gateway; the one before it was stopped. */
  port(): ChatPort;
  /** What was posted while nobody was connected arrives with the next connection. */
  replays: boolean;
  close(): Promise<void>;
}

/** What every fixture has: two rooms, three people, 王芳 known as 老王 in the first room. */
export const CAST = {
  bot: { id: 'bot', name: '小助手' },
  people: [
    { id: 'p1', name: '李强' },
    { id: 'p2', name: '王芳' },
    { id: 'p3', name: '赵敏' },
  ],
  rooms: [
    { id: 'r1', topic: '云溪镇工作群', members: [{ id: 'p1' }, { id: 'p2', alias: '老王' }] },
    { id: 'r2', topic: '石桥村工作群', members: [{ id: 'p1' }, { id: 'p2' }] },
  ],
};

/** The agreement between a gateway and everything behind it. Every gateway has to pass. */
export function gatewayConformance(name: string, makeFixture: () => Promise<GatewayFixture>): void {
  describe(`gateway ${name}`, () => {
    let fixture: GatewayFixture;
    let far: FarSide;
    let port: ChatPort;
    let seen: Recorder;

    const connect = async () => {
      port = fixture.port();
      seen = new Recorder();
      await port.start(seen);
      await until('online', () => port.state === 'online' && seen.directories.length > 0);
    };

    beforeAll(async () => {
      fixture = await makeFixture();
      far = fixture.far;
    });
    afterAll(() => fixture?.close());
    beforeEach(connect);
    afterEach(async () => {
      await port.stop();
      await far.saved();
    });

    test('knows rooms, members and nicknames when it comes online', () => {
      const rooms = new Map(seen.directories[0]!.rooms.map((room) => [room.id, room]));
      expect(rooms.get('r1')?.topic).toBe('云溪镇工作群');
      expect(rooms.get('r1')?.members).toContainEqual({ id: 'p2', name: '王芳', alias: '老王' });
      expect(rooms.get('r1')?.members).toContainEqual({ id: 'p1', name: '李强' });
      expect(rooms.get('r1')?.members.map((m) => m.id)).toContain('bot');
      expect(rooms.get('r2')?.members).toContainEqual({ id: 'p2', name: '王芳' });
    });

    test('hands a text on with its id, room, sender, nickname and time', async () => {
      const before = Date.now();
      const id = await far.post({ room: 'r1', sender: 'p2', text: '【入户走访】今天去了三组' });
      const message = await seen.message$(id);
      expect(message).toMatchObject({
        gateway: port.gateway,
        id,
        type: 'text',
        room: { id: 'r1', topic: '云溪镇工作群' },
        sender: { id: 'p2', name: '王芳', alias: '老王' },
        self: false,
        text: '【入户走访】今天去了三组',
        mentions: [],
        mentionsBot: false,
        attachments: [],
      });
      expect(message.sentAt.getTime()).toBeGreaterThanOrEqual(before - 1000);
      expect(message.sentAt.getTime()).toBeLessThanOrEqual(Date.now() + 1000);
    });

    test('tells a mention of the bot from a mention of somebody else', async () => {
      const bot = await far.post({
        room: 'r1',
        sender: 'p1',
        text: '@小助手 本周走访了几户',
        mentions: ['bot'],
      });
      const other = await far.post({ room: 'r1', sender: 'p1', text: '@老王 看一下', mentions: ['p2'] });
      expect(await seen.message$(bot)).toMatchObject({ mentions: ['bot'], mentionsBot: true });
      expect(await seen.message$(other)).toMatchObject({ mentions: ['p2'], mentionsBot: false });
    });

    test('hands an image on as an attachment with a marker in the text', async () => {
      const id = await far.post({ room: 'r1', sender: 'p1', image: '厨房.png' });
      expect(await seen.message$(id)).toMatchObject({
        type: 'image',
        text: '[图片]',
        attachments: [{ name: '厨房.png', type: 'image/png' }],
      });
    });

    test('says what was recalled', async () => {
      const id = await far.post({ room: 'r1', sender: 'p1', text: '发错了' });
      await far.recall(id);
      const recall = await until('recall', () => seen.messages.find((m) => m.type === 'recall'));
      expect(recall).toMatchObject({ recalls: id, room: { id: 'r1' }, sender: { id: 'p1' }, text: '' });
      expect(seen.messages.findIndex((m) => m.id === id)).toBeLessThan(seen.messages.indexOf(recall));
    });

    test('says who joins and leaves, and the new name of a room', async () => {
      await far.join('r2', 'p3');
      expect(await seen.event$('join')).toMatchObject({
        room: { id: 'r2' },
        people: [{ id: 'p3', name: '赵敏' }],
      });
      const id = await far.post({ room: 'r2', sender: 'p3', text: '大家好' });
      expect(await seen.message$(id)).toMatchObject({ sender: { id: 'p3', name: '赵敏' } });
      await far.rename('r2', '石桥村走访群');
      expect(await seen.event$('topic')).toMatchObject({ room: { id: 'r2', topic: '石桥村走访群' } });
      await far.leave('r2', 'p3');
      expect(await seen.event$('leave')).toMatchObject({
        room: { id: 'r2', topic: '石桥村走访群' },
        people: [{ id: 'p3', name: '赵敏' }],
        botLeft: false,
      });
      await far.rename('r2', '石桥村工作群');
      await until('renamed back', () => seen.events.filter((e) => e.type === 'topic').length === 2);
      const after = await far.post({ room: 'r2', sender: 'p1', text: '改回来了' });
      expect((await seen.message$(after)).room?.topic).toBe('石桥村工作群');
    });

    test('takes a quoted reply apart', async () => {
      const asked = await far.post({ room: 'r1', sender: 'p2', text: '王家几口人？\n住哪个组' });
      const id = await far.post({ room: 'r1', sender: 'p1', text: '4人，二组', quote: asked });
      expect(await seen.message$(id)).toMatchObject({
        type: 'text',
        text: '4人，二组',
        quoted: { sender: '老王', text: '王家几口人？\n住哪个组' },
      });
    });

    test('knows a relay by its first line', async () => {
      const text = '#接龙\n本周走访\n例 姓名 户数\n\n1. 李强 3户\n2. 王芳 2户';
      const relay = await far.post({ room: 'r1', sender: 'p1', text });
      const word = await far.post({ room: 'r1', sender: 'p1', text: '请在上面的#接龙里填写' });
      expect(await seen.message$(relay)).toMatchObject({ type: 'relay', text });
      expect(await seen.message$(word)).toMatchObject({ type: 'text' });
    });

    test('hands private messages on without a room', async () => {
      const id = await far.post({ sender: 'p1', text: '帮我查一下' });
      const message = await seen.message$(id);
      expect(message).toMatchObject({ type: 'text', sender: { id: 'p1', name: '李强' }, mentionsBot: false });
      expect(message.room).toBeUndefined();
    });

    test('keeps the order within a room, also with new senders, and loses nothing while handlers are slow', async () => {
      const sent: Record<string, string[]> = { r1: [], r2: [] };
      seen.onMessage = (m) => new Promise((resolve) => setTimeout(resolve, m.room?.id === 'r1' ? 4 : 0));
      for (let i = 0; i < 60; i++) {
        const room = i % 2 ? 'r1' : 'r2';
        sent[room]!.push(await far.post({ room, sender: i % 3 ? 'p1' : 'p2', text: `第${i}条` }));
      }
      await until('all messages', () => seen.messages.length >= 60);
      for (const room of ['r1', 'r2']) {
        expect(seen.messages.filter((m) => m.room?.id === room).map((m) => m.id)).toEqual(sent[room]);
      }
    });

    test('does not let one room wait for another', async () => {
      let free = () => {};
      const blocked = new Promise<void>((resolve) => (free = resolve));
      seen.onMessage = (m) => (m.text === '慢' ? blocked : undefined);
      await far.post({ room: 'r1', sender: 'p1', text: '慢' });
      const waits = await far.post({ room: 'r1', sender: 'p1', text: '等' });
      const quick = await far.post({ room: 'r2', sender: 'p1', text: '快' });
      await seen.message$(quick);
      expect(seen.messages.map((m) => m.id)).toEqual([quick]);
      free();
      await seen.message$(waits);
      expect(seen.messages.map((m) => m.text)).toEqual(['快', '慢', '等']);
    });

    test('survives a handler that throws, and offers the message again', async () => {
      let failures = 2;
      seen.onMessage = () => {
        if (failures-- > 0) throw new Error('database gone');
      };
      const first = await far.post({ room: 'r1', sender: 'p1', text: '一' });
      const second = await far.post({ room: 'r1', sender: 'p1', text: '二' });
      await seen.message$(second);
      expect(seen.messages.map((m) => m.id)).toEqual([first, second]);
      expect(port.state).toBe('online');
    });

    test('says, returns the id, and hears itself under that id', async () => {
      const { id } = await port.say({ to: { room: 'r1' }, text: '已记：李强，三组，1户' });
      expect(await far.said({ room: 'r1' })).toContainEqual({ id, text: '已记：李强，三组，1户' });
      expect(await seen.message$(id!)).toMatchObject({
        self: true,
        room: { id: 'r1' },
        text: '已记：李强，三组，1户',
      });
    });

    test('mentions by name and id', async () => {
      const { id } = await port.say({ to: { room: 'r1' }, text: '哪个村？', mentions: ['p2'] });
      const echo = await seen.message$(id!);
      expect(echo).toMatchObject({ self: true, mentions: ['p2'] });
      expect(echo.text).toBe('@老王\u2005哪个村？');
      const named = await port.say({ to: { room: 'r1' }, text: '@老王 哪个组？', mentions: ['p2'] });
      expect((await seen.message$(named.id!)).text).toBe('@老王 哪个组？');
    });

    test('says in private', async () => {
      const { id } = await port.say({ to: { person: 'p1' }, text: '请不要在群里发身份证号' });
      expect(await far.said({ person: 'p1' })).toContainEqual({ id, text: '请不要在群里发身份证号' });
      expect(await seen.message$(id!)).toMatchObject({ self: true });
    });

    test('refuses for good what can never be said', async () => {
      await expect(port.say({ to: { room: 'no-such-room' }, text: '在吗' })).rejects.toMatchObject({
        name: 'SendError',
        verdict: 'refused',
      });
      await expect(port.say({ to: { person: 'no-such-person' }, text: '在吗' })).rejects.toMatchObject({
        verdict: 'refused',
      });
      expect(port.state).toBe('online');
    });

    test('is told when the bot is removed, and can say nothing there until it is back', async () => {
      await far.leave('r2', 'bot');
      expect(await seen.event$('leave')).toMatchObject({ room: { id: 'r2' }, botLeft: true });
      await expect(port.say({ to: { room: 'r2' }, text: '还在吗' })).rejects.toMatchObject({
        verdict: 'refused',
      });
      await far.join('r2', 'bot');
      await seen.event$('join');
      await port.say({ to: { room: 'r2' }, text: '我回来了' });
    });

    test('passes odd texts through', async () => {
      const texts = {
        emoji: '👍🏻😀👨‍👩‍👧',
        rtl: '走访\u202e李强\u202c\u200f3户',
        long: '走访记录：住房安全，饮水正常。'.repeat(1400), // 60 kB
        lines: '一行\n'.repeat(5000) + '末行',
        xml: '<a>&lt;不是消息</a>',
        blank: '\u3000\u200b',
      };
      for (const [what, text] of Object.entries(texts)) {
        const id = await far.post({ room: 'r1', sender: 'p1', text });
        expect((await seen.message$(id)).text, what).toBe(text);
      }
      for (const text of ['a\u0000b 走访', '\ud800 走访', '走访 \udfff']) {
        const id = await far.post({ room: 'r1', sender: 'p1', text });
        expect((await seen.message$(id)).text, JSON.stringify(text)).toContain('走访');
        await port.say({ to: { room: 'r1' }, text });
      }
      expect(port.state).toBe('online');
    });

    test('is final when stopped', async () => {
      await port.stop();
      expect(port.state).toBe('stopped');
      await far.post({ room: 'r1', sender: 'p1', text: '有人吗' });
      await expect(port.say({ to: { room: 'r1' }, text: '在' })).rejects.toMatchObject({
        verdict: 'not-sent',
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(seen.messages).toEqual([]);
      await expect(port.start(seen)).rejects.toThrow();
    });

    test('cannot say anything before it is started', async () => {
      const unstarted = fixture.port();
      await expect(unstarted.say({ to: { room: 'r1' }, text: '在' })).rejects.toMatchObject({
        verdict: 'not-sent',
      });
      await unstarted.stop();
    });

    test('begins again where it was saved: nothing missing, nothing twice, in order', async () => {
      const before = await far.post({ room: 'r1', sender: 'p1', text: '停之前' });
      await seen.message$(before);
      await port.stop();
      await far.saved();
      const away: string[] = [];
      for (let i = 0; i < 5; i++) away.push(await far.post({ room: 'r1', sender: 'p1', text: `不在时${i}` }));
      await connect();
      const after = await far.post({ room: 'r1', sender: 'p1', text: '回来后' });
      await seen.message$(after);
      expect(seen.messages.map((m) => m.id)).toEqual([...(fixture.replays ? away : []), after]);
    });
  });
}
