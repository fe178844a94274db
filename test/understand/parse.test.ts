import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { parseStream } from '../../src/cli/parse.js';

const ROSTER = join(import.meta.dirname, 'truth/roster.csv');

async function parse(
  lines: string[],
  options: { roster?: string; explain?: boolean } = {},
): Promise<Record<string, unknown>[]> {
  const out = new PassThrough();
  const said = text(out);
  await parseStream(Readable.from(lines.map((l) => Buffer.from(`${l}\n`))), out, {
    roster: options.roster,
    explain: options.explain === true,
    botNames: ['小助手'],
  });
  out.end();
  return (await said)
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l) as Record<string, unknown>);
}

const line = (id: string, words: string, more: object = {}) =>
  JSON.stringify({ id, text: words, sentAt: '2026-05-06T20:00', ...more });

describe('parse', () => {
  it('answers one line for each, in order, with the four fields of the contract', async () => {
    const out = await parse([line('a', '户主：谢长庚 人口：4 走访时间：5月6日'), '', line('b', '收到')], {
      roster: ROSTER,
    });
    expect(out).toEqual([
      {
        id: 'a',
        records: [
          {
            kind: 'visit',
            householder: '谢长庚',
            householdId: 'LX01-0101',
            date: '2026-05-06',
            population: 4,
          },
        ],
        missing: [],
        checks: [],
      },
      { id: 'b', records: [{ kind: 'ack' }], missing: [], checks: [] },
    ]);
  });

  it('says no other action of a problem than the agreed six', async () => {
    const words = ['没人同意18号问题销号', '9号问题四问都是', '经镇党委研究同意9号销号', '9号问题先别销号'];
    const out = await parse(
      words.map((text, i) => line(String(i), text)),
      { explain: true },
    );
    for (const one of out) {
      const [record] = one['records'] as Record<string, unknown>[];
      expect(record).toMatchObject({ kind: 'rectification' });
      expect(record!['action']).toBeUndefined();
      expect(JSON.stringify(one)).not.toMatch(/mention|"answer"|aside/);
    }
  });

  it('explains where each value was found', async () => {
    const [out] = await parse([line('a', '户主：谢长庚 人口：4 走访时间：5月6日')], {
      roster: ROSTER,
      explain: true,
    });
    expect(out!['trace']).toContainEqual({
      record: 0,
      field: 'population',
      value: 4,
      from: 10,
      to: 11,
      rule: 'label:number',
      certainty: 'stated',
      words: '4',
    });
  });

  it('finds the words where they were sent, whatever stands invisibly between them', async () => {
    const [out] = await parse([line('a', '户主：谢\u200b长\u200b庚\ufeff 人口：4')], {
      roster: ROSTER,
      explain: true,
    });
    expect(out!['trace']).toContainEqual(
      expect.objectContaining({ field: 'householder', value: '谢长庚', words: '谢\u200b长\u200b庚' }),
    );
  });

  it('reads without a register', async () => {
    const [out] = await parse([line('a', '户主：谢长庚 村：枫树坪村')]);
    expect(out!['checks']).toContainEqual({ code: 'unknown-household' });
  });

  it.each([
    ['{"id": "1"', 'stdin, line 2: not JSON'],
    ['{"id": "1", "text": "走访"}', 'line 2: sentAt'],
    [line('1', '走访', { sentAt: '18.3.2026' }), 'must be local time like 2026-03-18T20:14'],
    ['[]', 'stdin, line 2'],
  ])('names the line that is wrong: %s', async (bad, what) => {
    await expect(parse([line('a', '收到'), bad])).rejects.toThrow(what);
  });
});
