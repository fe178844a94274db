import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Household } from '../../../src/core/household.js';
import { loadDefinitions } from '../../../src/intents/index.js';
import { createHouseholdIndex } from '../../../src/roster/index.js';
import { compile, understand } from '../../../src/understand/index.js';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../../..');

const household = (
  code: string,
  village: string,
  householder: string,
  aliases: string[] = [],
): Household => ({
  code,
  town: '三岔镇',
  village,
  group: '二组',
  householder,
  aliases,
  category: '脱贫户',
  monitorKind: '',
  population: 3,
  helper: '',
});
/** Some of the people in the messages are in the register, most are not. */
const REGISTER = [
  household('K-01', '柏杨坝村', '郑庆云'),
  household('K-02', '柏杨坝村', '蒲桂枝'),
  household('K-03', '响水洞村', '莫长贵', ['老莫']),
  household('K-04', '梨树坪村', '覃守义'),
  household('K-05', '茶店村', '冉光荣'),
];

interface Truth {
  text: string;
  sentAt: string;
  sender: string;
  records: Record<string, unknown>[];
  missing: string[];
  checks: string[];
}

const context = {
  definitions: compile(loadDefinitions(join(ROOT, 'intents'))),
  households: createHouseholdIndex(REGISTER),
  botNames: ['村村报'],
};

for (const file of readdirSync(HERE).filter((name) => name.endsWith('.jsonl'))) {
  const lines = readFileSync(join(HERE, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Truth);
  describe(file.replace('.jsonl', ''), () => {
    it.each(lines)('$text', ({ text, sentAt, sender, records, missing, checks }) => {
      const got = understand({ id: 'm', text, sentAt, sender }, context);
      expect({
        records: got.records,
        missing: got.missing,
        checks: [...new Set(got.checks.map((c) => c.code))].sort(),
      }).toEqual({ records, missing: [...missing].sort(), checks: [...checks].sort() });
    });
  });
}
