import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../src/intents/index.js';
import { createHouseholdIndex } from '../../src/roster/index.js';
import { compile, understand } from '../../src/understand/index.js';

const context = {
  definitions: compile(loadDefinitions(join(import.meta.dirname, '../../intents'))),
  households: createHouseholdIndex([
    {
      code: 'K-01',
      town: '三岔镇',
      village: '柏杨坝村',
      group: '二组',
      householder: '郑庆云',
      aliases: [],
      category: '脱贫户',
      monitorKind: '',
      population: 3,
      helper: '',
    },
  ]),
  botNames: ['村村报'],
};

/** What a correction of the report right before it comes to. */
const changes = (before: string, text: string): unknown => {
  const previous = [{ id: 'p', text: before, sentAt: '2026-06-10T17:50', sender: '田敏' }];
  const { records } = understand(
    { id: 'm', text, sentAt: '2026-06-10T18:00', sender: '田敏', previous },
    context,
  );
  return records[0]!.kind === 'correction' ? records[0]!['changes'] : undefined;
};

const VISIT = '今天走访郑庆云家，4口人，年收入3万元';
const PROJECT = '柏杨坝村产业路完成50%';
const WORKS = '柏杨坝村产业路完成50%，到位资金35万元';

describe('a correction without a new value, or with one in doubt, changes nothing', () => {
  it.each([
    [VISIT, '更正：人口不是5人'],
    [VISIT, '更正：人口不是4人'],
    [VISIT, '更正：人口应该不是4人'],
    [VISIT, '更正：收入不是3万'],
    [VISIT, '更正：人口5到6人'],
    [VISIT, '更正：人口是5、6口人'],
    [VISIT, '更正：人口可能是5人'],
    [VISIT, '更正：年收入近4万'],
    [VISIT, '更正：不是4口，是5口还是6口记不清了'],
    [VISIT, '更正：是石门村或者高坎村的'],
    [PROJECT, '更正：进度不是50%，也不到60%'],
    [PROJECT, '更正：进度应为百分之五六十'],
  ])('%s ← %s', (before, text) => expect(changes(before, text)).toBeUndefined());
});

describe('a correction that says a new value', () => {
  it.each([
    [VISIT, '又错了，不是4人也不是5人，是6人', { field: 'population', from: 4, to: 6 }],
    [VISIT, '更正：不是4人，也不是5人，是6人', { field: 'population', from: 4, to: 6 }],
    [VISIT, '更正：不是4人，是5人', { field: 'population', from: 4, to: 5 }],
    [VISIT, '更正：还是梨树坪村的', { field: 'village', to: '梨树坪村' }],
    [WORKS, '说错咯，到位应该是三十八万，不是三十五', { field: 'fundsReceived', from: 350000, to: 380000 }],
    [PROJECT, '更正：进度是五成半', { field: 'percent', from: 50, to: 55 }],
  ])('%s ← %s', (before, text, change) => expect(changes(before, text)).toEqual([change]));
});
