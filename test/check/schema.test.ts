import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { differences } from '../../scripts/schema-database.js';
import { readSchema } from '../../scripts/schema-model.js';

const schema = readFileSync('prisma/schema.prisma', 'utf8');
const tables = readSchema(schema);

test('reads columns, keys, indexes and references under their database names', () => {
  const message = tables.find((t) => t.name === 'message')!;
  expect(message.columns).toContainEqual({
    name: 'external_id',
    type: 'text',
    nullable: false,
    hasDefault: false,
  });
  expect(message.columns).toContainEqual({
    name: 'sealed',
    type: 'bytea',
    nullable: true,
    hasDefault: false,
  });
  expect(message.columns.map((c) => c.name)).not.toContain('records');
  expect(message.unique).toEqual(['gateway,external_id', 'id', 'seq']);
  expect(message.indexes).toContain('contact_id,sent_at');
  expect(message.references).toContain('conversation_id -> conversation.id');
  expect(tables.find((t) => t.name === 'member')!.unique).toEqual(['conversation_id,contact_id']);
});

test('a type it does not know is an error, not a guess', () => {
  expect(() => readSchema('model A {\n  a Int @db.Money\n}\n')).toThrow(/Money/);
});

describe('differences', () => {
  const changed = (from: string, to: string): string[] => {
    expect(schema).toContain(from);
    return differences(readSchema(schema.replace(from, to)), tables);
  };
  test('none where they agree', () => expect(differences(tables, tables)).toEqual([]));
  test('a column that no migration makes', () =>
    expect(
      changed('  topic     String   @default("")', '  topic     String   @default("")\n  motto     String'),
    ).toEqual(['column conversation.motto: in schema.prisma, not in the migrations']));
  test('a column that became optional', () =>
    expect(changed('digest         String ', 'digest         String? ')).toEqual([
      'column message.digest: "text null" in schema.prisma, "text not null" in the migrations',
    ]));
  test('an index that no migration makes', () =>
    expect(changed('@@index([village])', '@@index([village])\n  @@index([town])')).toEqual([
      'index of household (town): in schema.prisma, not in the migrations',
    ]));
});
