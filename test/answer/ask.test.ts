import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { askStream } from '../../src/cli/ask.js';

async function run(input: string): Promise<Record<string, unknown>[]> {
  const out = new PassThrough();
  const done = askStream(Readable.from([Buffer.from(input)]), out, { today: '2026-06-01' }).then(() =>
    out.end(),
  );
  const [said] = await Promise.all([text(out), done]);
  return said
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('an answer has the shape of the contract, and names its source', async () => {
  const [line] = await run('\ufeff{"id":"1","text":"周报几点前交"}\n\n');
  expect(Object.keys(line!)).toEqual(['id', 'answer', 'score', 'alternatives', 'text', 'sources']);
  expect(line).toMatchObject({ id: '1', answer: { id: 'weekly-paper', facts: ['F023'] } });
  expect(line!['sources']).toEqual([
    {
      document: '陇县脱贫“摘帽”百日冲刺工作方案',
      issued: '2018-06',
      clause: '四（二）',
      region: '陕西省宝鸡市陇县',
      status: 'local-then',
    },
  ]);
  expect(line!['text']).toContain('陇县2018年的文件写的是：');
});

test('without a source there is no answer', async () => {
  const [line] = await run('{"id":"1","text":"临时救助一次给几千"}');
  expect(line).toMatchObject({ answer: null, sources: [] });
  expect(line!['text']).toContain('没有查到依据');
});

test('region and day steer', async () => {
  const lines = await run(
    '{"id":"1","text":"监测收入线是多少","region":"贵州省某县"}\n{"id":"2","text":"监测收入线是多少","region":"贵州省某县","on":"2022-01-01"}\n',
  );
  expect(lines.map((line) => (line['answer'] as { id: string } | null)?.id)).toEqual([
    'monitor-line-guizhou-2023',
    undefined,
  ]);
});

test.each([
  ['{"id":1}', /line 1: .*id/],
  ['{"id":"1","text":"a","on":"3月"}', /line 1: on: must be a day/],
  ['no json', /line 1: not JSON/],
])('a bad line is named: %s', async (input, message) => {
  await expect(run(input)).rejects.toThrow(message);
});
