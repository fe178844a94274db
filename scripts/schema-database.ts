/** What a database really has, in the shape of schema-model.ts, and how it differs from the schema. */
import type { Client } from 'pg';
import type { Table } from './schema-model.js';

/** The tables of the schema `public`, Prisma's own migration table aside. */
export async function readDatabase(client: Client): Promise<Table[]> {
  const columns = await client.query<{
    t: string;
    c: string;
    type: string;
    nullable: string;
    has_default: boolean;
  }>(
    `select table_name t, column_name c, udt_name as type, is_nullable nullable, column_default is not null has_default
       from information_schema.columns where table_schema = 'public' order by ordinal_position`,
  );
  // Partial and expression indexes are beyond what schema.prisma can say; they live in the migrations alone.
  const indexes = await client.query<{ t: string; is_unique: boolean; columns: string }>(
    `select c.relname t, i.indisunique is_unique,
            (select string_agg(a.attname, ',' order by k.n) from unnest(i.indkey) with ordinality k(num, n)
               join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num) as columns
       from pg_index i join pg_class c on c.oid = i.indrelid
       join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      where i.indpred is null and i.indexprs is null`,
  );
  const references = await client.query<{ t: string; reference: string }>(
    `select c.relname t, a.attname || ' -> ' || f.relname || '.' || fa.attname as reference
       from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
       join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
       join pg_attribute fa on fa.attrelid = f.oid and fa.attnum = k.confkey[1]
      where k.contype = 'f' and k.connamespace = 'public'::regnamespace`,
  );
  const names = [...new Set(columns.rows.map((row) => row.t))].filter((name) => !name.startsWith('_prisma'));
  return names.map((name) => {
    const own = indexes.rows.filter((row) => row.t === name);
    return {
      name,
      columns: columns.rows
        .filter((row) => row.t === name)
        .map((row) => ({
          name: row.c,
          type: row.type,
          nullable: row.nullable === 'YES',
          hasDefault: row.has_default,
        })),
      unique: own
        .filter((row) => row.is_unique)
        .map((row) => row.columns)
        .sort(),
      indexes: own
        .filter((row) => !row.is_unique)
        .map((row) => row.columns)
        .sort(),
      references: references.rows
        .filter((row) => row.t === name)
        .map((row) => row.reference)
        .sort(),
    };
  });
}

/** One line for each difference; none means that they agree. */
export function differences(schema: Table[], database: Table[]): string[] {
  const lines: string[] = [];
  const only = (what: string, inSchema: string[], inDatabase: string[]): void => {
    for (const name of inSchema)
      if (!inDatabase.includes(name)) lines.push(`${what} ${name}: in schema.prisma, not in the migrations`);
    for (const name of inDatabase)
      if (!inSchema.includes(name)) lines.push(`${what} ${name}: in the migrations, not in schema.prisma`);
  };
  only(
    'table',
    schema.map((t) => t.name),
    database.map((t) => t.name),
  );
  for (const want of schema) {
    const have = database.find((t) => t.name === want.name);
    if (have === undefined) continue;
    const named = (column: { name: string }): string => `${want.name}.${column.name}`;
    only('column', want.columns.map(named), have.columns.map(named));
    for (const column of want.columns) {
      const found = have.columns.find((c) => c.name === column.name);
      if (found === undefined) continue;
      const say = (c: typeof column): string =>
        // Prisma has no word for whether a list may be null: a migration may be stricter.
        `${c.type}${c.type.startsWith('_') ? '' : c.nullable ? ' null' : ' not null'}${c.hasDefault ? ' default' : ''}`;
      if (say(column) !== say(found)) {
        lines.push(
          `column ${named(column)}: "${say(column)}" in schema.prisma, "${say(found)}" in the migrations`,
        );
      }
    }
    const of = (list: string): string => `of ${want.name} (${list})`;
    only('unique key', want.unique.map(of), have.unique.map(of));
    only('index', want.indexes.map(of), have.indexes.map(of));
    only('reference', want.references.map(of), have.references.map(of));
  }
  return lines;
}
