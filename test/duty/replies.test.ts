import { expect, test } from 'vitest';
import { createReplyReader } from '../../src/duty/replies.js';
import { repliesSchema } from '../../src/duty/settings-schema.js';

const written = (pattern: string) => ({
  kind: 'nudge-replies',
  parts: { when: '今天|本周' },
  number: '(?<n>\\d{1,2})',
  longest: 24,
  replies: [
    { id: 'todo', effect: 'todo', point: 'none', patterns: [pattern], examples: { means: ['今天待办'] } },
  ],
});

test('a part stands for all of its words wherever a pattern names it; a repetition is no part', () => {
  const read = createReplyReader(repliesSchema.parse(written('{when}?待{1,2}办')));
  for (const text of ['今天待办', '本周待待办。', '待办']) expect(read(text)?.id).toBe('todo');
  for (const text of ['今天', '今天本周待办', '明天待办']) expect(read(text)).toBeUndefined();
});

test('a part that is not there is refused where it is named', () => {
  const issues = repliesSchema.safeParse(written('{wann}待办')).error!.issues;
  expect(issues.map(({ path }) => path.join('.'))).toEqual(['replies.0.patterns.0']);
  expect(issues[0]!.message).toContain('{wann}');
});
