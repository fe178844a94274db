import { Prisma } from '../generated/prisma/client.js';

/** What a field of a metric is in SQL: a column of the source, or a value of its record. */

type Sql = Prisma.Sql;
const { sql, raw } = Prisma;

/** How the columns of a source are written, and where its values are. */
export interface Fields {
  columns: Readonly<Record<string, string>>;
  data: string;
}

export function fieldOf(field: string, shape: Fields): Sql {
  const column = shape.columns[field];
  if (column === undefined && field.startsWith('data.')) return sql`${raw(shape.data)}->>${field.slice(5)}`;
  if (column === undefined)
    throw new RangeError(`a metric asks for the field ${field}, which its source does not have`);
  return raw(column);
}

/** The number a field says: 3, and of a register's cell 3人 or 12,000元 too; NULL where it says none. */
export function numberOf(field: string, shape: Fields): Sql {
  const value = fieldOf(field, shape);
  if (!field.startsWith('data.')) return sql`(${value})::numeric`;
  return sql`substring(replace(${value}, ',', '') from ${NUMBER}::text)::numeric`;
}
const NUMBER = '^\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*(?:元|人|口|户|个|项|亩)?\\s*$';
