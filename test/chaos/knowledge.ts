import { readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { WireMessage } from '../../src/web/wire.js';
import { until } from '../support/ports.js';
import { ROOT, spawnCommand } from '../support/process.js';
import type { Theatre } from './theatre.js';

const MISTAKE = 'fields:\n  when: {type: calendar}\n';

/** A field of a type that there is not. Returns the line on which it stands. */
export async function spoil(file: string): Promise<number> {
  const text = await readFile(file, 'utf8');
  const spoiled = text.replace(/^fields:\n/m, MISTAKE);
  expect(spoiled).not.toBe(text);
  await writeFile(file, spoiled);
  return spoiled.split('\n').findIndex((line) => line.includes('calendar')) + 1;
}

/** Definitions and registers that change while the roles run apart. Leaves messages behind that are no reports. */
export function knowledge(theatre: () => Theatre): void {
  /** Says something in a group and returns what the bot answers to it. */
  async function ask(text: string): Promise<string> {
    const url = `${theatre().stage.roles.web.app.url}/api/local/rooms/qinghe/messages`;
    const posted = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ sender: '雷一鸣', text }),
    });
    const { id } = (await posted.json()) as { id: string };
    return until(
      'an answer',
      async () =>
        ((await (await fetch(`${url}?after=${id}`)).json()) as WireMessage[]).find((m) => m.bot)?.text,
      20_000,
    );
  }
  const visit = (name: string, date: string) => `【入户走访】户主：${name} 走访时间：${date} 存在问题：无`;

  test('a mistake leaves the last good one working, health says so, mending it takes effect', async () => {
    const { stage, intents } = theatre();
    const file = path.join(intents, 'kinds/visit.yaml');
    const good = await readFile(file, 'utf8');
    const line = await spoil(file);
    await until(
      'health says so',
      async () =>
        new RegExp(`^bad definitions .*visit\\.yaml:${line}:\\d+ `, 'm').test((await stage.health()).text),
      20_000,
    );
    expect((await stage.health()).ok).toBe(true); // worth a look, no outage
    expect(await ask(visit('彭世明', '2026年3月1日'))).toContain('已记走访：彭世明');

    // Mended, and with a new word for the householder.
    await writeFile(file, good.replace('labels: [户主, ', 'labels: [户主, 屋里当家的, '));
    const later = new Date(Date.now() + 2000);
    await utimes(file, later, later);
    await until(
      'health is quiet again',
      async () => !/^bad definitions/m.test((await stage.health()).text),
      20_000,
    );
    await until(
      'it took effect',
      async () => stage.roles.work.said().includes('definitions exchanged'),
      20_000,
    );
    expect(await ask('【入户走访】屋里当家的：覃玉芬 走访时间：2026年3月1日 存在问题：无')).toContain(
      '已记走访：覃玉芬',
    );
  }, 90_000);

  test('a register imported meanwhile is known soon after', async () => {
    const { stage, intents } = theatre();
    expect(await ask(visit('卓望舒', '2026年3月2日'))).toContain('花名册里没有“卓望舒”');
    const [head] = (await readFile(path.join(ROOT, 'demo/households.csv'), 'utf8')).split(/\r?\n/);
    const file = path.join(path.dirname(intents), '花名册.csv');
    await writeFile(
      file,
      `${head!}\n青禾镇,梨树坪村,二组,QH01-0299,卓望舒,,脱贫户,,3,2,12000,36000,A,自来水,雷一鸣,闵开颜\n`,
    );
    const before = stage.roles.work.said().split('register exchanged').length;
    const imported = await spawnCommand(['roster', file], stage.env);
    expect(imported.stderr).not.toContain('    at ');
    expect(imported.status).toBe(0);
    await until(
      'the work knows',
      () => stage.roles.work.said().split('register exchanged').length > before,
      20_000,
    );
    expect(await ask(visit('卓望舒', '2026年3月3日'))).toContain('已记走访：卓望舒（梨树坪村二组）');
  }, 90_000);
}
