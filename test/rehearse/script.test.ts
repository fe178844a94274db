import { describe, expect, test } from 'vitest';
import { readScript as readBytes } from '../../src/rehearse/index.js';

const line = (event: object): string => JSON.stringify(event);
const readScript = (text: string, file: string) => readBytes(Buffer.from(text), file);
const said = { at: '2026-05-08T09:10', room: '溪口镇工作群', sender: '田禾', text: '早' };

describe('a script', () => {
  test('gives its events in order, with an id for each message', () => {
    const events = readScript(
      [
        line({ ...said, id: 'm1' }),
        '',
        line({ at: '2026-05-08T09:11', person: '田禾', text: '在吗' }),
        line({ at: '2026-05-08T09:12', recall: 'm1' }),
        line({ at: '2026-05-09T00:00' }),
      ].join('\n'),
      'a.jsonl',
    );
    expect(events.map((e) => e.type)).toEqual(['said', 'private', 'recall', 'pass']);
    expect(events[0]!.at.toISOString()).toBe('2026-05-08T01:10:00.000Z');
    expect(events[1]).toMatchObject({ id: 'line-3', person: '田禾' });
  });

  test.each([
    ['{"at"', /^a\.jsonl:1 is not JSON; allowed: \{at, id\?, room, sender, text\}/],
    [line({ ...said, at: '2026-02-30T09:00' }), /^a\.jsonl:1 at: there is no such day/],
    [line({ ...said, at: '5月8日' }), /^a\.jsonl:1 at: must be local time like/],
    [line({ ...said, sender: undefined }), /^a\.jsonl:1 sender: /],
    [line({ ...said, colour: 'red' }), /^a\.jsonl:1 event: .*colour/],
    [line({ at: '2026-05-08T09:10', recall: 'm9' }), /^a\.jsonl:1 recall "m9": no message above has that id/],
    [
      `${line(said)}\n${line({ at: '2026-05-08T09:09' })}`,
      /^a\.jsonl:2 at 2026-05-08T09:09 is before line 1/,
    ],
    [`${line({ ...said, id: 'x' })}\n${line({ ...said, id: 'x' })}`, /^a\.jsonl:2 id "x" was used before/],
    ['[]', /^a\.jsonl:1 is no object/],
    ['\n \n', /^a\.jsonl: no event in it; expected one JSON object a line: \{at/],
  ])('with a mistake names file, line and what is allowed: %s', (text, message) => {
    expect(() => readScript(text, 'a.jsonl')).toThrow(message);
  });
});
