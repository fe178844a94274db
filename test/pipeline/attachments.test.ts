import { afterEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { saveFile } from '../../src/store/blobs.js';
import { FAKE_BOT } from '../support/fake-puppet.js';
import { openHarness, ROOM, type Harness } from './harness.js';

let h: Harness;
afterEach(() => h.close());

const bytes = Buffer.from('a table');

/** A text with files waits to be said; the next word in the room wakes the outbox. */
async function queue(text: string, names: string[], blob?: string): Promise<string> {
  await h.say('收到');
  const conversation = await h.store.prisma.conversation.findFirstOrThrow();
  const files = await Promise.all(
    names.map((name) => saveFile(h.store.prisma, { name, type: 'text/csv', bytes })),
  );
  const id = newId();
  await h.store.prisma.outgoing.create({
    data: {
      id,
      conversationId: conversation.id,
      key: id,
      purpose: 'export',
      text,
      because: {},
      attachments: files.map((file) => ({ ...file, blob: blob ?? file.blob })),
    },
  });
  return id;
}

const wake = (name = '田有根') => h.say(`【入户走访】户主：${name} 走访时间：2026年3月18日 存在问题：无`);
const row = (id: string) => h.store.prisma.outgoing.findUniqueOrThrow({ where: { id } });

describe('files', () => {
  test('go out after their text, in order, and the same bytes are kept once', async () => {
    h = await openHarness();
    const id = await queue('走访台账', ['甲.csv', '乙.csv']);
    await wake();
    expect(h.far.said.map((s) => s.text).slice(0, 3)).toEqual(['走访台账', '[甲.csv]', '[乙.csv]']);
    expect(h.far.said[2]!.file!.equals(bytes)).toBe(true);
    expect((await row(id)).state).toBe('sent');
    expect((await row(id)).gatewayMessageId).toBe(h.far.said[0]!.id);
    expect(await h.store.prisma.blob.count()).toBe(1);
  });

  test('a file without a text goes out by itself', async () => {
    h = await openHarness();
    const id = await queue('', ['甲.csv']);
    await wake();
    expect(h.far.said[0]!.text).toBe('[甲.csv]');
    expect((await row(id)).state).toBe('sent');
  });

  test('lost between text and file, the text is not said again, not even when its echo comes', async () => {
    h = await openHarness();
    const id = await queue('走访台账', ['甲.csv']);
    h.far.failFile('before'); // the file never left: still nobody says the text twice
    await wake();
    expect((await row(id)).state).toBe('unknown');
    expect((await row(id)).error).toContain('甲.csv');
    h.far.emitMessage({ id: h.far.said[0]!.id, room: ROOM, sender: FAKE_BOT, text: '走访台账' });
    await wake('顾长明');
    await h.stopChat();
    await h.startChat({});
    await wake('毛秀英');
    expect((await row(id)).state).toBe('unknown');
    expect(h.far.said.filter((s) => s.text === '走访台账')).toHaveLength(0);
  });

  test('a process that dies in between leaves it to a person', async () => {
    h = await openHarness();
    const id = await queue('走访台账', ['甲.csv']);
    await h.store.prisma.outgoing.update({
      where: { id },
      data: { state: 'sending', claimedAt: h.clock.now() },
    });
    await h.stopChat();
    await h.startChat({});
    await wake();
    expect((await row(id)).state).toBe('unknown');
    expect(h.far.said.map((s) => s.text)).not.toContain('走访台账');
  });

  test('a file whose bytes are gone fails for good, with nothing said', async () => {
    h = await openHarness();
    const id = await queue('走访台账', ['甲.csv'], '0'.repeat(64));
    await wake();
    expect(await row(id)).toMatchObject({ state: 'failed', attempts: 1 });
    expect((await row(id)).error).toContain('甲.csv');
    expect(h.far.said.map((s) => s.text)).not.toContain('走访台账');
  });
});
