import type { ItemPlace } from '../core/ledger.js';
import { patternOf } from '../core/pattern.js';
import type { LedgerDefinition } from './schema.js';

/** What stands for one record where its values are looked up. */
export interface Values {
  fields: Readonly<Record<string, unknown>>;
  place: ItemPlace;
  by?: string | undefined; // who said it
}

export function valueOf({ fields, place, by }: Values, name: string): string | undefined {
  if (name === 'household') return place.household?.code;
  if (name === 'sender') return by === '' ? undefined : by;
  const value =
    fields[name] ?? (name === 'village' ? place.village : name === 'town' ? place.town : undefined);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Texts that differ in width, spaces and marks alone are one. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{P}\p{S}]+/gu, '')
    .toLowerCase();
}

/**
 * What makes the item the same within its ledger; undefined where a part of it is not there. What a mere name stands for is
 * told apart by more of it (`apart`): the 李小芳 of one village, or of one reporter, need not be that of another.
 */
export function keyOf(
  ledger: Pick<LedgerDefinition, 'key' | 'tidy' | 'within'> & Partial<Pick<LedgerDefinition, 'apart'>>,
  values: Values,
): string | undefined {
  const parts: string[] = [];
  const used = new Set<string>();
  for (const part of ledger.key) {
    const names = typeof part === 'string' ? [part] : part;
    const found = names
      .map((name) => [name, valueOf(values, name)] as const)
      .find(([, v]) => v !== undefined);
    if (!found) return undefined;
    const [name, value] = found;
    used.add(name);
    parts.push(name === 'household' ? value! : tidied(ledger, values, value!));
  }
  const { apart } = ledger;
  if (apart && used.has(apart.of)) {
    const more = apart.by.map((name) => valueOf(values, name)).find((one) => one !== undefined);
    if (more !== undefined) parts.push(plain(more));
  }
  return parts.join('|');
}

function tidied(ledger: Pick<LedgerDefinition, 'tidy' | 'within'>, values: Values, value: string): string {
  if (/^\d+$/.test(value)) return value;
  let text = plain(value);
  for (const one of ledger.tidy) text = text.replace(patternOf(one), '') || text;
  const around = ledger.within === undefined ? undefined : valueOf(values, ledger.within);
  if (around === undefined || text.includes(plain(around)) || text.includes(plain(around).replace(/村$/, '')))
    return text;
  return `${plain(around)}${text}`;
}
