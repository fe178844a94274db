import { AppError } from '../core/errors.js';
import type { Clock } from '../core/ports.js';
import { readRosterFile, type ParsedRoster } from '../roster/file.js';
import { bindContacts } from '../store/bind-contacts.js';
import { gatherLocalGroups, knowLocalGroups } from '../store/local-groups.js';
import { importRoster } from '../store/roster.js';
import type { Store } from '../store/client.js';
import type { Sealer } from '../store/seal.js';

export interface RosterArgs {
  file: string;
  check: boolean;
}

export interface RosterDeps {
  clock: Clock;
  /** Who imports, for the audit. */
  actor: string;
  /** Opens the database for as long as the work takes; not called with `--check`. */
  withStore<T>(work: (store: { prisma: Store['prisma']; sealer: Sealer }) => Promise<T>): Promise<T>;
  out(line: string): void;
  err(line: string): void;
}

/** The `roster` command. Resolves with the exit status; throws where the database does not answer. */
export async function rosterCommand(args: RosterArgs, deps: RosterDeps): Promise<number> {
  let parsed: ParsedRoster;
  try {
    parsed = await readRosterFile(args.file);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.err(error.message);
    return 2;
  }
  const { rejected, warnings, sheet } = parsed;
  const head = { kind: parsed.kind, file: args.file, sheet, check: args.check };
  const tail = { places: placesOf(parsed), warnings, rejected };
  if (args.check) {
    const accepted = parsed.kind === 'households' ? parsed.households.length : parsed.people.length;
    deps.out(JSON.stringify({ ...head, accepted, ...tail }));
  } else {
    const summary = await deps.withStore(async ({ prisma, sealer }) => {
      const imported = await importRoster(prisma, sealer, parsed, {
        actor: deps.actor,
        now: deps.clock.now(),
      });
      await gatherLocalGroups(prisma);
      await knowLocalGroups(prisma);
      await bindContacts(prisma);
      return imported;
    });
    deps.out(JSON.stringify({ ...head, ...summary, file: args.file, ...tail }));
  }
  for (const { row, cause } of rejected) deps.err(`${args.file}:${row} ${cause}`);
  for (const warning of warnings) deps.err(`${args.file}: ${warning}`);
  return rejected.length > 0 ? 1 : 0;
}

/** How many rows for which village or unit, in the order of the file. */
function placesOf(parsed: ParsedRoster): object[] {
  const counts = new Map<string, { [key: string]: string | number; count: number }>();
  const add = (place: Record<string, string>) => {
    const key = JSON.stringify(place);
    const found = counts.get(key) ?? { ...place, count: 0 };
    found.count++;
    counts.set(key, found);
  };
  if (parsed.kind === 'households') for (const { town, village } of parsed.households) add({ town, village });
  else for (const { unit } of parsed.people) add({ unit });
  return [...counts.values()];
}
