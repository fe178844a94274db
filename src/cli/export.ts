import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../core/errors.js';
import { day as daySchema } from '../core/schemas.js';
import type { Person } from '../core/household.js';
import { newId } from '../core/ids.js';
import type { Clock } from '../core/ports.js';
import type { Place } from '../core/status.js';
import { writeExport, type ExportDefinition, type ExportFormat } from '../export/index.js';
import { accessOf, mayAsk, ownPlace } from '../status/index.js';
import { keepAudit } from '../store/audit.js';
import { exportRows, personsNamed, registerPlaces } from '../store/exports.js';
import type { Store } from '../store/client.js';

export interface ExportArgs {
  ledger: string;
  scope?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  format: ExportFormat;
  file: string;
  by: string;
  unit?: string | undefined;
}

export interface ExportDeps {
  prisma: Store['prisma'];
  definitions: readonly ExportDefinition[];
  clock: Clock;
  progress(count: number): void;
}

export interface Exported {
  ledger: string;
  title: string;
  scope: string;
  from: string | null;
  to: string | null;
  rows: number;
  file: string;
}

/**
 * Writes a ledger into a file, as far as the person who asks may see it, and writes down that it was done. A file is
 * there whole or not at all. Throws an AppError for what is not allowed or does not exist.
 */
export async function exportLedger(args: ExportArgs, deps: ExportDeps): Promise<Exported> {
  const { prisma, clock } = deps;
  const definition = definitionOf(args.ledger, deps.definitions);
  const period = periodOf(args);
  const person = await personOf(prisma, args);
  const place = await placeOf(prisma, person, args.scope, () =>
    keepAudit(prisma, {
      id: newId(),
      at: clock.now(),
      actor: person.name,
      action: 'export.declined',
      detail: { ledger: definition.id, scope: args.scope ?? '' },
    }),
  );
  const detail = {
    ledger: definition.id,
    scope: place.title,
    from: period?.from ?? '',
    to: period?.to ?? '',
    format: args.format,
  };
  // Before the first row leaves: an export nobody knows of must not exist.
  await keepAudit(prisma, { id: newId(), at: clock.now(), actor: person.name, action: 'export', detail });
  let rows = 0;
  const pieces = writeExport(
    definition,
    exportRows(prisma, { from: definition.from, place, period }),
    args.format,
    (count) => deps.progress((rows = count)),
  );
  const part = `${args.file}.part`;
  try {
    await pipeline(pieces, createWriteStream(part, { mode: 0o600 }));
    await rename(part, args.file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  const { id: ledger, title } = definition;
  return {
    ledger,
    title,
    scope: place.title,
    from: period?.from ?? null,
    to: period?.to ?? null,
    rows,
    file: args.file,
  };
}

function definitionOf(wanted: string, definitions: readonly ExportDefinition[]): ExportDefinition {
  const found = definitions.find((d) => d.id === wanted || d.title === wanted || d.words.includes(wanted));
  if (found) return found;
  const allowed = definitions.map(({ id, title }) => `${id} (${title})`).join(', ');
  throw new AppError('argument-ledger', `there is no ledger "${wanted}" to export; allowed: ${allowed}`);
}

function periodOf({ from, to }: ExportArgs): { from: string; to: string } | undefined {
  for (const [name, day] of [
    ['--from', from],
    ['--to', to],
  ] as const) {
    if (day === undefined) continue;
    if (!daySchema.safeParse(day).success)
      throw new AppError('argument-day', `${name} ${day}: expected a day like 2026-05-08`);
  }
  if (from === undefined && to === undefined) return undefined;
  const period = { from: from ?? '1900-01-01', to: to ?? '9999-12-31' };
  if (period.from > period.to)
    throw new AppError('argument-day', `--from ${period.from} is after --to ${period.to}`);
  return period;
}

async function personOf(prisma: Store['prisma'], { by, unit }: ExportArgs): Promise<Person> {
  const all = await personsNamed(prisma, by);
  const fit = unit === undefined ? all : all.filter((person) => person.unit === unit);
  if (fit.length === 1) return fit[0]!;
  const units = all.map((person) => person.unit).join(', ');
  throw new AppError(
    'argument-by',
    all.length === 0
      ? `--by ${by}: nobody of that name is on the list of people`
      : `--by ${by}: ${all.length} people bear that name; say which with --unit (${units})`,
  );
}

async function placeOf(
  prisma: Store['prisma'],
  person: Person,
  scope: string | undefined,
  declined: () => Promise<void>,
): Promise<Place> {
  const rows = await registerPlaces(prisma);
  const townsOf = (village: string) => rows.filter((row) => row.village === village).map((row) => row.town);
  const access = accessOf(person, {
    town: (written) => rows.find((row) => row.town === written)?.town,
    village: (written) =>
      townsOf(written).length > 0 ? { village: written, towns: townsOf(written) } : undefined,
  });
  if (scope === undefined) return ownPlace(access);
  const place = placeNamed(scope, rows, townsOf);
  if (mayAsk(access, place, townsOf)) return place;
  await declined();
  throw new AppError('export-declined', `${person.name} may not see ${scope}; that was written down`);
}

/** 镇, 村, or 镇/村 where two towns have a village of that name. */
function placeNamed(
  scope: string,
  rows: readonly { town: string; village: string }[],
  townsOf: (village: string) => string[],
): Place {
  const [first = '', second] = scope.split('/');
  if (second === undefined && rows.some((row) => row.town === first))
    return { towns: [first], villages: [], title: first };
  const village = second ?? first;
  const towns = townsOf(village).filter((town) => second === undefined || town === first);
  if (towns.length === 1) return { towns: [], villages: [village], within: towns[0]!, title: scope };
  throw new AppError(
    'argument-scope',
    towns.length === 0
      ? `--scope ${scope}: the register has no such town or village`
      : `--scope ${scope}: ${towns.map((town) => `${town}/${village}`).join(' or ')}?`,
  );
}
