/** Reads schema.prisma far enough to compare it with a database: tables, columns, keys, indexes and references. */

export interface Column {
  name: string;
  type: string; // as information_schema's udt_name says it, '_' before it for a list
  nullable: boolean;
  hasDefault: boolean;
}

export interface Table {
  name: string;
  columns: Column[];
  /** Column lists, joined with ','; the primary key is among the unique ones. */
  unique: string[];
  indexes: string[];
  references: string[]; // "column -> table.column"
}

const TYPES: Record<string, string> = {
  String: 'text',
  Int: 'int4',
  BigInt: 'int8',
  Boolean: 'bool',
  DateTime: 'timestamp',
  Json: 'jsonb',
  Bytes: 'bytea',
  Float: 'float8',
  Decimal: 'numeric',
};
const NATIVE: Record<string, string> = {
  Uuid: 'uuid',
  Timestamptz: 'timestamptz',
  Date: 'date',
  SmallInt: 'int2',
};

interface Field {
  name: string;
  column: string;
  type: string;
  list: boolean;
  nullable: boolean;
  attributes: string;
}

/** The tables of a formatted schema.prisma. Throws an Error on a type it does not know. */
export function readSchema(text: string): Table[] {
  const models = [...text.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name, body]) => {
    const lines = (body ?? '')
      .split('\n')
      .map((line) => line.replace(/\s+\/\/.*$|^\s*\/\/.*$/, '').trim())
      .filter(Boolean);
    const block = lines.filter((line) => line.startsWith('@@'));
    const fields = lines.filter((line) => !line.startsWith('@@')).map(readField);
    const table = /@@map\("([^"]+)"\)/.exec(block.join('\n'))?.[1] ?? name!;
    return { name: name!, table, fields, block };
  });
  return models.map(({ table, fields, block }) => {
    const columnOf = (field: string): string =>
      fields.find((f) => f.name === field.trim())?.column ?? field.trim();
    const columnsOf = (list: string): string => list.split(',').map(columnOf).join(',');
    const lists = (kind: string): string[] =>
      block.flatMap((line) => {
        const inner = new RegExp(`^@@${kind}\\(\\[([^\\]]+)\\]`).exec(line)?.[1];
        return inner === undefined ? [] : [columnsOf(inner)];
      });
    const scalars = fields.filter((f) => !models.some((m) => m.name === f.type));
    const single = scalars.filter((f) => /@(id|unique)\b/.test(f.attributes)).map((f) => f.column);
    return {
      name: table,
      columns: scalars.map((f) => ({
        name: f.column,
        type: (f.list ? '_' : '') + databaseType(f, table),
        // Prisma makes lists without NOT NULL and reads null as empty.
        nullable: f.nullable || f.list,
        hasDefault: /@default\(/.test(f.attributes),
      })),
      unique: [...single, ...lists('id'), ...lists('unique')].sort(),
      indexes: lists('index').sort(),
      references: fields
        .flatMap((f) => {
          const found = /@relation\(.*fields: \[(\w+)\], references: \[(\w+)\]/.exec(f.attributes);
          const target = models.find((m) => m.name === f.type);
          if (found === null || target === undefined) return [];
          const far = target.fields.find((t) => t.name === found[2])?.column ?? found[2]!;
          return [`${columnOf(found[1]!)} -> ${target.table}.${far}`];
        })
        .sort(),
    };
  });
}

function readField(line: string): Field {
  const found = /^(\w+)\s+(\w+)(\[\]|\?)?\s*(.*)$/.exec(line);
  if (found === null) throw new Error(`schema.prisma: cannot read the field "${line}"`);
  const [, name, type, mark, attributes] = found as unknown as [
    string,
    string,
    string,
    string | undefined,
    string,
  ];
  const column = /@map\("([^"]+)"\)/.exec(attributes)?.[1] ?? name;
  return { name, column, type, list: mark === '[]', nullable: mark === '?', attributes };
}

function databaseType(field: Field, table: string): string {
  const native = /@db\.(\w+)/.exec(field.attributes)?.[1];
  const type = native === undefined ? TYPES[field.type] : NATIVE[native];
  if (type === undefined) {
    throw new Error(
      `schema.prisma: ${table}.${field.name} has the type ${native ?? field.type}, which scripts/schema-model.ts does not know`,
    );
  }
  return type;
}
