import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDemo } from '../../src/roster/demo.js';
import { createHouseholdIndex } from '../../src/roster/index.js';

const demo = await loadDemo();

describe('the demo county', () => {
  it('has two towns, six villages, and nothing the import complains about', () => {
    const { households, people } = demo;
    expect(new Set(households.households.map((h) => h.town)).size).toBe(2);
    expect(new Set(households.households.map((h) => h.village)).size).toBe(6);
    expect(households.households).toHaveLength(60);
    expect([households.warnings, people.warnings]).toEqual([[], []]);
  });

  it('has the cases that matter: namesakes, nicknames, every kind of monitored household', () => {
    const index = createHouseholdIndex(demo.households.households);
    expect(index.find('陈秀芳')).toMatchObject({ type: 'many', households: { length: 3 } });
    expect(index.find('陈秀芳', { village: '磨子沟' })).toMatchObject({ type: 'one', by: 'exact' });
    expect(index.find('黎石匠家')).toMatchObject({
      type: 'one',
      by: 'alias',
      household: { householder: '黎大柱' },
    });
    expect(index.find('谢正刚')).toMatchObject({
      type: 'one',
      by: 'homophone',
      household: { householder: '解正刚' },
    });
    expect(new Set(demo.households.households.map((h) => h.monitorKind))).toEqual(
      new Set(['', '脱贫不稳定户', '边缘易致贫户', '突发严重困难户']),
    );
  });

  it('has people for every role, village and helper', () => {
    const { people } = demo.people;
    expect(new Set(people.map((p) => p.role))).toEqual(new Set(['cadre', 'leader', 'clerk']));
    for (const { helper, guarantor, village, town } of demo.households.households) {
      for (const name of [helper, guarantor]) {
        const villages = people.find((person) => person.name === name)?.villages;
        expect(villages?.includes(village) || villages?.includes(town), `${name} in ${village}`).toBe(true);
      }
    }
  });

  it('has groups whose members it knows', () => {
    expect(demo.rooms).toHaveLength(4);
    const ids = new Set(demo.contacts.map((contact) => contact.id));
    for (const { members } of demo.rooms) for (const { id } of members) expect(ids).toContain(id);
    expect(demo.contacts).toContainEqual({ id: 'tongyao', name: '童瑶' });
  });
});

it('a mistake in the folder says where', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'demo-'));
  cpSync(new URL('../../demo', import.meta.url), dir, { recursive: true });
  const rooms = readFileSync(join(dir, 'rooms.yaml'), 'utf8');
  writeFileSync(join(dir, 'rooms.yaml'), rooms.replace('person: 左明', 'person: 没有'));
  await expect(loadDemo(dir)).rejects.toThrow(/rooms\.yaml: room fenglin: 没有 is not in people\.csv/);
  writeFileSync(join(dir, 'rooms.yaml'), rooms.replace('id: fenglin', 'id: Feng'));
  await expect(loadDemo(dir)).rejects.toThrow(/rooms\.yaml:13:5 rooms\.1\.id: must be lower case/);
  writeFileSync(join(dir, 'people.csv'), '姓名,单位,职务\n,甲,乙\n');
  await expect(loadDemo(dir)).rejects.toThrow(/people\.csv:2 缺姓名/);
});
