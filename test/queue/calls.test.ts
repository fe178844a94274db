import { expect, it } from 'vitest';
import { openCalls } from '../../src/queue/calls.js';

it('passes on how a call ended', async () => {
  const calls = openCalls();
  await expect(calls.run(Promise.resolve(3))).resolves.toBe(3);
  await expect(calls.run(Promise.reject(new Error('away')))).rejects.toThrow('away');
});

it('cuts what is under way, and only that', async () => {
  const calls = openCalls();
  const ended = await calls.run(Promise.resolve('ended'));
  const hanging = [calls.run(new Promise(() => {})), calls.run(new Promise(() => {}))];
  calls.cut(new Error('cut'));
  const outcomes = await Promise.allSettled(hanging);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
  expect(ended).toBe('ended');
  await expect(calls.run(Promise.resolve('later'))).resolves.toBe('later');
});
