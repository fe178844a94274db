import { expect, test } from 'vitest';
import type { Directory } from '../../src/core/chat.js';
import { discreetBook } from '../../src/inbox/discreet-book.js';
import { mask } from '../../src/core/sensitive/index.js';

const NUMBER = '13900001234';

test('no number in a nickname, a name or a group’s name reaches the address book', async () => {
  const heard: unknown[] = [];
  const hear =
    <T>(answer: T) =>
    (...what: unknown[]) => {
      heard.push(what);
      return Promise.resolve(answer);
    };
  const book = discreetBook(
    {
      room: hear('r'),
      contact: hear('c'),
      privateTalk: hear('t'),
      member: hear(undefined),
      reconcile: hear({ rooms: 0, contacts: 0 }),
    },
    mask,
  );
  const room = { id: 'r1', topic: `工作群${NUMBER}` };
  const person = { id: 'p1', name: `田禾${NUMBER}`, alias: `石桥-田禾${NUMBER}` };
  const directory: Directory = { rooms: [{ ...room, members: [person, { id: 'p2', name: '沈青' }] }] };

  expect(await book.room(room)).toBe('r');
  expect(await book.contact(person)).toBe('c');
  expect(await book.privateTalk(person)).toBe('t');
  await book.member('r', 'c', person.alias);
  await book.member('r', 'c', null);
  await book.reconcile(directory);

  expect(heard).toHaveLength(6);
  expect(JSON.stringify(heard)).not.toContain(NUMBER);
  expect(heard[0]).toEqual([{ id: 'r1', topic: '工作群139******34' }]);
  expect(heard[4]).toEqual(['r', 'c', null]);
  expect(heard[5]).toMatchObject([
    { rooms: [{ members: [{ alias: '石桥-田禾139******34' }, { id: 'p2', name: '沈青' }] }] },
  ]);
});
