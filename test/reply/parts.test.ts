import { expect, test } from 'vitest';
import { loadLedgers } from '../../src/ledger/index.js';
import { loadTemplates } from '../../src/reply/index.js';

const templates = loadTemplates('templates');

/** What a ledger's texts may use, with nothing known but the number. */
const BARE = {
  ...{
    word: '',
    number: 4,
    title: '',
    state: '',
    was: '',
    owner: '',
    leader: '',
    unit: '',
    dues: [],
    standing: false,
  },
  ...{ reviewer: '', reviewed: '', closedOn: '', evidence: 0, lacking: [], opened: true, changed: [] },
  ...{ detail: '', about: '', place: '', name: '', by: '', grave: false },
};

test.each(
  loadLedgers('intents').all.flatMap(({ id, tells }) =>
    tells.map((tell) => [id, tell.event, tell.says] as const),
  ),
)('what %s tells of %s leaves no empty part where nothing is known', (_, __, says) => {
  expect(templates.renderText(says, BARE)).not.toMatch(/（，|，，|，）|（）|（）/);
});

test('parts that are there are joined, the others leave nothing', () => {
  const say = (place: string, about: string) =>
    templates.renderText('线索{{ place | beside: about | bracketed }}', { place, about });
  expect([say('甲村', '饮水'), say('', '饮水'), say('甲村', ''), say('', '')]).toEqual([
    '线索（甲村，饮水）',
    '线索（饮水）',
    '线索（甲村）',
    '线索',
  ]);
});
