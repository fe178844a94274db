import type { Cell, Row } from '../render/index.js';
import type { ExportDefinition } from './schema.js';

/** One row of a source: its fields, and in `data` what was reported. */
export type SourceRow = Readonly<Record<string, unknown>>;

/** The cells of a row in the order of the columns. Lists become one text; what was not stated stays empty. */
export function cellsOf(definition: ExportDefinition, row: SourceRow): Row {
  return definition.columns.map(({ value, labels }) => {
    for (const path of value) {
      const cell = cellOf(valueAt(row, path), labels);
      if (cell !== null) return cell;
    }
    return null;
  });
}

function valueAt(row: SourceRow, path: string): unknown {
  let value: unknown = row;
  for (const part of path.split('.')) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as SourceRow)[part];
  }
  return value;
}

function cellOf(value: unknown, labels: Readonly<Record<string, string>>): Cell & (string | number | null) {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return labels[String(value)] ?? value;
  if (typeof value === 'string') return labels[value] ?? value;
  if (typeof value === 'boolean') return labels[String(value)] ?? (value ? '是' : '否');
  if (Array.isArray(value)) return value.map((one) => cellOf(one, labels)).filter((one) => one !== null).join('；') || null; // prettier-ignore
  // 安全住房：达标 of a table within a report; a follow-up with its day.
  const parts = Object.values(value).map((one) => cellOf(one, labels));
  return parts.filter((one) => one !== null).join(' ') || null;
}
