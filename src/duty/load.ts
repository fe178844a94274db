import { join } from 'node:path';
import { existsSync } from 'node:fs';
import type { z } from 'zod';
import { readCalendar } from '../calendar/index.js';
import {
  readLedgerFigures,
  readOne,
  refuse,
  yamlFiles,
  type Finding,
  type LedgerFigures,
  type Read,
} from '../intents/index.js';
import { dutySchema, type DutyDefinition } from './schema.js';
import { repliesSchema, settingsSchema } from './settings-schema.js';
import type { Duties } from './types.js';

export interface Place {
  file: string;
  line: number;
  column: number;
}

export interface LoadedDuties {
  book?: Duties;
  findings: Finding[];
  places: Map<string, Place>; // duty, duty/example index, duty.key
}

/** Reads `duties/*.yaml`, `duty-settings.yaml`, `nudge-replies.yaml` and `calendar.yaml`. Never throws for a mistake inside a file. */
export function readDuties(dir: string): LoadedDuties {
  const findings: Finding[] = [];
  const places = new Map<string, Place>();
  const duties: DutyDefinition[] = [];
  const figures = readLedgerFigures(dir);
  const { calendar, findings: wrong } = readCalendar(dir);
  findings.push(...wrong);
  const settings = single(dir, 'duty-settings.yaml', settingsSchema, findings)?.value;
  const answers = single(dir, 'nudge-replies.yaml', repliesSchema, findings);
  const replies = answers?.value;
  replies?.replies.forEach(({ id }, i) => places.set(`reply ${id}`, answers!.at(['replies', i])));
  for (const path of yamlFiles(join(dir, 'duties'), findings)) {
    const read = readOne(path, dir, dutySchema, findings);
    if (!read) continue;
    const { id } = read.value;
    if (duties.some((duty) => duty.id === id))
      findings.push({ ...read.at(['id']), message: `the duty "${id}" is defined twice` });
    else duties.push(withFigures(read.value, figures));
    const { light, ledger = [] } = read.value.who.items ?? {};
    for (const one of light && figures ? ledger.filter((name) => !figures.get(name)?.pace) : [])
      findings.push({ ...read.at(['who', 'items', 'light']), message: `the ledger "${one}" has no pace` });
    places.set(id, read.at([]));
    for (const key of Object.keys(read.value)) places.set(`${id}.${key}`, read.at([key]));
    read.value.examples.forEach((_, i) => places.set(`${id}/${i}`, read.at(['examples', i])));
  }
  return {
    findings,
    places,
    ...(calendar && settings && replies && { book: { duties, settings, calendar, replies } }),
  };
}

/** A duty that asks how items stand against their plans, what they wait for or who receives them, knows what its ledgers say of it. */
function withFigures(
  duty: DutyDefinition,
  figures: ReadonlyMap<string, LedgerFigures> | undefined,
): DutyDefinition {
  const { light, of } = duty.who.items ?? {};
  return figures && (light || of === 'receivers' || duty.chain) ? { ...duty, figures } : duty;
}

/** Like `readDuties`, but throws an AppError that lists every mistake as file:line:column; without those that are off. */
export function loadDuties(dir: string): Duties {
  const { book, findings } = readDuties(dir);
  refuse(findings);
  return { ...book!, duties: book!.duties.filter((duty) => !duty.off) }; // absent only with a finding
}

/** Where duties are defined: a county's own folder of forms need not say anew what is due. */
export function dutiesDir(own: string | undefined, shipped: string): string {
  return own !== undefined && existsSync(join(own, 'duties')) ? own : shipped;
}

function single<S extends z.ZodType>(
  dir: string,
  name: string,
  schema: S,
  findings: Finding[],
): Read<z.infer<S>> | undefined {
  const file = join(dir, name);
  if (existsSync(file)) return readOne(file, dir, schema, findings);
  findings.push({ file: name, line: 1, column: 1, message: 'is missing' });
  return undefined;
}
