import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readBurdenGuard } from '../../src/cli/check/burden.js';

const rules = readFileSync('intents/burden.yaml', 'utf8');
const { guard, findings } = readBurdenGuard('intents/burden.yaml', rules);
const codes = (text: string): string[] =>
  guard!.texts({ text, at: (offset) => ({ file: 't', line: 1, column: offset + 1 }) }).map((f) => f.code);

test('the rules that ship hold on their own examples', () => {
  expect(findings).toEqual([]);
});

test.each([
  ['各村走访完成率排行榜', 'burden-ranking'],
  ['赵河口位居第一', 'burden-ranking'],
  ['后三名请说明情况', 'burden-ranking'],
  ['走访时请发一下定位', 'burden-location'],
  ['入户前先签到', 'burden-location'],
  ['照片缺2张，请补齐', 'burden-photos'],
  ['记得上传现场照', 'burden-photos'],
  ['已存。请补1张合影', 'burden-photos'],
  ['请回复“收到”', 'burden-receipt-reply'],
  ['收到的请扣1，收到请回', 'burden-receipt-reply'],
  ['请30分钟内回复', 'burden-receipt-reply'],
  ['请尽快接龙', 'burden-receipt-reply'],
])('%s is refused', (text, code) => {
  expect(codes(text)).toContain(code);
});

test.each([
  '已记：田有根 4月9日走访，人口5人',
  '不用回复收到',
  '无需发送照片，也无需定位',
  '照片2张已存',
  '请不要在群里发身份证号和照片',
  '李小芳有2户（枫树坪村一组、大樟村三组），是哪一户？',
  '还差村名，请补一下',
  '接龙有3处变化，已记',
  '4月9日 14:05至15:10 我不在线，期间的消息已补记',
  '回复1或2即可',
])('%s is let through', (text) => {
  expect(codes(text)).toEqual([]);
});

test('what one clause excuses, the next may still not demand', () => {
  expect(codes('不用回复收到，但请上传照片')).toEqual(['burden-photos']);
});

test('a finding names the words, the place and the source of the rule', () => {
  const [finding] = guard!.texts({
    text: '第一行\n请发定位',
    at: (offset) => ({ file: 'x.liquid', line: 2, column: offset - 3 }),
  });
  expect(finding).toMatchObject({
    file: 'x.liquid',
    line: 2,
    column: 2,
    severity: 'error',
    code: 'burden-location',
  });
  expect(finding!.message).toContain('《关于防治“指尖上的形式主义”的若干意见》, 2023-12-18');
});

test('a form may not expect photos or a place check-in', () => {
  const place = { file: 'intents/kinds/visit.yaml', line: 7, column: 3 };
  expect(guard!.fields({ name: 'photos', labels: ['照片', '现场照片'], place })).toMatchObject([
    { ...place, code: 'burden-photos' },
  ]);
  expect(guard!.fields({ name: 'village', labels: ['村', '行政村'], place })).toEqual([]);
});

test('a rule that fails its own example is a finding at that example', () => {
  const text = rules.replace('refuses: [请发定位,', 'refuses: [请发走访表,');
  const wrong = readBurdenGuard('intents/burden.yaml', text).findings;
  const line = text.split('\n').findIndex((l) => l.includes('请发走访表')) + 1;
  expect(wrong).toMatchObject([{ line, column: 17, code: 'burden-rules' }]);
});

test('a pattern that is no regular expression is a finding with its place', () => {
  const text = rules.replace('  - 自愿|', '  - "(自愿|"\n  - 自愿|');
  const line = text.split('\n').findIndex((l) => l.includes('"(自愿|"')) + 1;
  const result = readBurdenGuard('intents/burden.yaml', text);
  expect(result.guard).toBeUndefined();
  expect(result.findings).toMatchObject([{ line, column: 5 }]);
});
