import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/errors.js';
import { newId } from '../core/ids.js';
import { localDay } from '../core/time.js';
import { collect, renderXlsx } from '../render/index.js';
import { readColumns } from '../roster/columns.js';
import { compareLists, REGISTER, type Comparison, type FullHousehold } from '../roster/compare.js';
import { doubled, type Doubled } from '../roster/doubled.js';
import { readRosterList, type RosterList } from '../roster/list.js';
import { keepAudit } from '../store/audit.js';
import { lastRosterImport, loadFullHouseholds } from '../store/roster-full.js';
import { comparisonSheets } from './comparison-sheets.js';
import type { RosterDeps } from './roster.js';

export interface CompareArgs {
  files: readonly string[];
  /** The workbook to write, .xlsx; without it only the answer on stdout. */
  output?: string | undefined;
}

/**
 * `roster FILE --compare`: other lists laid beside the register. Writes down that it was done, and nothing else. Resolves
 * with the exit status: 0 all the same, 1 something differs, 2 a file cannot be used.
 */
export async function compareCommand(args: CompareArgs, deps: RosterDeps): Promise<number> {
  const columns = readColumns();
  const lists: RosterList[] = [];
  const names = distinctNames(args.files);
  for (const file of args.files)
    try {
      lists.push({ ...(await readRosterList(file, columns)), file: names.get(file)! });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      deps.err(error.message);
      return 2;
    }
  const { comparison, twice, register } = await deps.withStore(async ({ prisma, sealer }) => {
    const homes = await loadFullHouseholds(prisma, sealer);
    const last = await lastRosterImport(prisma);
    const found = compareLists(homes, lists, columns);
    await keepAudit(prisma, {
      id: newId(deps.clock.now().getTime()),
      at: deps.clock.now(),
      actor: deps.actor,
      action: 'roster.compare',
      detail: { files: args.files.join('、'), differences: String(found.differences.length) },
    });
    return {
      comparison: found,
      twice: doubled(homes, columns.lists.own),
      register: {
        households: homes.length,
        file: last?.file ?? '',
        imported: last ? localDay(last.at) : null,
      },
    };
  });
  deps.out(JSON.stringify({ kind: 'comparison', register, ...printed(comparison, twice, lists) }));
  if (args.output !== undefined)
    await writeFile(args.output, await collect(renderXlsx(comparisonSheets(comparison, twice))), {
      mode: 0o600,
    });
  const { differences, unknown, absent } = comparison;
  deps.err(
    `${REGISTER}${register.households}户；不一致${differences.length}处，花名册对不上${unknown.length}行，名单没有的${absent.length}户，证件号等重复${twice.length}处`,
  );
  return differences.length + unknown.length + absent.length + twice.length === 0 ? 0 : 1;
}

/** By their names alone; those that share one, by as much of their path as tells them apart. */
export function distinctNames(files: readonly string[]): Map<string, string> {
  const parts = new Map(files.map((file) => [file, path.resolve(file).split(path.sep).slice(1)]));
  const tail = (file: string, length: number): string => parts.get(file)!.slice(-length).join('/');
  return new Map(
    files.map((file) => {
      let length = 1;
      const full = parts.get(file)!.length;
      while (
        length < full &&
        files.some((other) => other !== file && tail(other, length) === tail(file, length))
      )
        length++;
      return [file, tail(file, length)];
    }),
  );
}

function printed(
  { lists, differences, unknown, absent, partial }: Comparison,
  twice: readonly Doubled<FullHousehold>[],
  read: readonly RosterList[],
): object {
  return {
    lists: lists.map((list, i) => ({ ...list, rejected: read[i]!.rejected, warnings: read[i]!.warnings })),
    differences: differences.map(({ household, title, values }) => ({ ...named(household), title, values })),
    unknown,
    absent: absent.map(({ file, household }) => ({ file, ...named(household) })),
    partial,
    twice: twice.map(({ title, value, homes }) => ({ title, value, households: homes.map(named) })),
  };
}

const named = ({
  code,
  town,
  village,
  group,
  householder,
}: Pick<FullHousehold, 'code' | 'town' | 'village' | 'group' | 'householder'>) => ({
  code,
  town,
  village,
  group,
  householder,
});
