import pg from 'pg';
import { Prisma } from '../generated/prisma/client.js';

/** What runs statements: a pool, or the connection of a transaction. */
type Runs = Pick<pg.Pool, 'query'> | Pick<pg.ClientBase, 'query'>;

/** The part of `Db` that statements of our own need. */
export type Sql = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

/** Writes a value as Prisma does: times in UTC, wherever this process believes to be. */
function toServer(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toServer);
  return value;
}

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);
const utc = (time: string): Date => new Date(`${time.replace(' ', 'T')}Z`);
const decimal = (value: string): Prisma.Decimal => new Prisma.Decimal(value);
const each =
  <T>(parse: (value: string) => T, strings: (list: string) => (string | null)[]) =>
  (list: string) =>
    strings(list).map((one) => (one === null ? null : parse(one)));

const parserOf = pg.types.getTypeParser as (oid: number, format?: string) => (value: string) => unknown;
const strings = parserOf(1009) as (list: string) => (string | null)[];
/** What Prisma reads otherwise than `pg` does, by the type's oid; lists behind their elements. */
const PARSERS = new Map<number, (value: string) => unknown>([
  [pg.types.builtins.INT8, BigInt],
  [1016, each(BigInt, strings)],
  [pg.types.builtins.NUMERIC, decimal],
  [1231, each(decimal, strings)],
  [pg.types.builtins.DATE, midnight],
  [1182, each(midnight, strings)],
  [pg.types.builtins.TIMESTAMP, utc],
  [1115, each(utc, strings)],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) =>
    (format !== 'binary' && PARSERS.get(oid)) || parserOf(oid, format),
};

const texts = new WeakMap<readonly string[], string>();

function textOf(words: readonly string[]): string {
  let text = texts.get(words);
  if (text === undefined) {
    text = words.reduce((before, word, i) => `${before}$${i}${word}`);
    texts.set(words, text);
  }
  return text;
}

/**
 * `$queryRaw` and `$executeRaw` without Prisma in between: the same statements, parameters and results, for less
 * processor time. `nameOf` names statements that a connection is to keep prepared, '' for none. What fails, fails with
 * the error of `pg`.
 */
export function direct(runs: Runs, nameOf: (query: { sql: string }) => string): Sql {
  function run(words: TemplateStringsArray | Prisma.Sql, given: readonly unknown[]): Promise<pg.QueryResult> {
    const nested = given.some((value) => value instanceof Prisma.Sql);
    const whole = 'sql' in words ? words : nested ? Prisma.sql(words, ...given) : undefined;
    const text = whole ? whole.text : textOf(words as TemplateStringsArray);
    const values = (whole ? whole.values : given).map(toServer);
    const name = nameOf({ sql: text });
    return runs.query({ ...(name === '' ? {} : { name }), text, values, types });
  }

  const statements = {
    $queryRaw: async (words: TemplateStringsArray | Prisma.Sql, ...given: unknown[]) =>
      (await run(words, given)).rows as unknown,
    $executeRaw: async (words: TemplateStringsArray | Prisma.Sql, ...given: unknown[]) =>
      (await run(words, given)).rowCount ?? 0,
  };
  return statements as unknown as Sql;
}
