import { expect, test } from 'vitest';
import { conceal } from '../../src/act/conceal.js';
import type { Explained } from '../../src/core/records.js';
import { findSensitive } from '../../src/core/sensitive/index.js';

const PHONE = 13900001234;

function understood(records: Explained['records'], trace: Explained['trace'] = []): Explained {
  return { id: 'm', records, missing: [], checks: [], trace, gaps: [] };
}

function concealed(text: string, what: Explained): Explained {
  return conceal(what, text, findSensitive(text));
}

test('a telephone number read as a count is no count', () => {
  const trace = {
    record: 0,
    field: 'population',
    value: PHONE,
    from: 8,
    to: 19,
    rule: 'label:人口',
    certainty: 'stated' as const,
  };
  const text = '户主：田有根 人口１３９００００１２３４ 收入5万';
  expect(
    concealed(
      text,
      understood([{ kind: 'visit', householder: '田有根', population: PHONE, incomeTotal: 50000 }], [trace]),
    ),
  ).toEqual(understood([{ kind: 'visit', householder: '田有根', incomeTotal: 50000 }]));
});

test('a correction to such a number changes nothing', () => {
  const change = { field: 'population', from: 5, to: PHONE };
  const other = { field: 'incomeTotal', from: 1, to: 2 };
  const trace = {
    record: 0,
    field: 'changes',
    value: [change, other],
    from: 0,
    to: 9,
    rule: 'correction',
    certainty: 'stated' as const,
  };
  const found = concealed(
    '更正：人口是139 0000 1234，不是5人，收入2元',
    understood([{ kind: 'correction', changes: [change, other] }], [trace]),
  );
  expect(found.records).toEqual([{ kind: 'correction', changes: [other] }]);
  expect(JSON.stringify(found)).not.toContain(String(PHONE));
});

test('an amount that only looks like one stays', () => {
  const record = { kind: 'project', investmentTotal: PHONE };
  expect(concealed('总投资13900001234元，电话13900005678', understood([record])).records).toEqual([record]);
});

test('a number that the end of a text cuts through is not told in part', () => {
  const text = '登记问题：余国栋银行卡6222-0212-3456-7890-123登错，责任人田禾';
  const cut = { kind: 'rectification', problem: '余国栋银行卡6222-0212-3456-789' };
  expect(concealed(text, understood([cut])).records).toEqual([
    { kind: 'rectification', problem: '余国栋银行卡****-****-****-***' },
  ]);
  const behind = { kind: 'rectification', progress: '0-123已改' };
  expect(concealed(text, understood([behind])).records).toEqual([
    { kind: 'rectification', progress: '*-***已改' },
  ]);
  const whole = {
    kind: 'rectification',
    problem: '余国栋银行卡6222-0212-3456-7890-123登错',
    measures: ['改'],
  };
  expect(concealed(text, understood([whole])).records).toEqual([whole]);
});
