import type { Where } from './schema.js';

/** Whether the fields are as wanted; a field that is absent only fits where nothing but absence is asked. */
export function holds(where: Where | undefined, data: Readonly<Record<string, unknown>>): boolean {
  if (!where) return true;
  return Object.entries(where).every(([field, wanted]) => {
    const value = data[field];
    const present = value !== undefined && value !== null && value !== '';
    if (wanted.present !== undefined && wanted.present !== present) return false;
    if (!present) return wanted.present === false || onlyNot(wanted);
    const number = typeof value === 'number' ? value : Number(value);
    return (
      (wanted.is === undefined || wanted.is.includes(value as string)) &&
      (wanted.not === undefined || !wanted.not.includes(value as string)) &&
      (wanted.min === undefined || number >= wanted.min) &&
      (wanted.max === undefined || number <= wanted.max) &&
      (wanted.matches === undefined ||
        new RegExp(wanted.matches, 'u').test(typeof value === 'string' ? value : JSON.stringify(value)))
    );
  });
}

function onlyNot(wanted: Where[string]): boolean {
  return wanted.not !== undefined && Object.keys(wanted).length === 1;
}

export function fieldsOf(...wheres: (Where | undefined)[]): string[] {
  return wheres.flatMap((where) => Object.keys(where ?? {}));
}
