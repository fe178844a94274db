import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { shipped } from '../files/package-root.js';
import { AppError } from '../core/errors.js';
import { isFolder } from '../files/open.js';
import { configOf, dieWith, printLine, withStore } from './support.js';

interface Options {
  scope?: string;
  from?: string;
  to?: string;
  format?: string;
  output: string;
  by: string;
  unit?: string;
}

const QUIET_MS = 2_000;
const EVERY = 20_000;

/** How far it is, on stderr, for what takes more than two seconds on a terminal. */
function rowsOnTerminal(): (count: number) => void {
  const start = Date.now();
  return (count) => {
    if (count % EVERY === 0 && process.stderr.isTTY && Date.now() - start > QUIET_MS)
      process.stderr.write(`\r${count} rows\x1b[K`);
  };
}

/** What can be exported: the files of `intents/exports`, of the county where it has its own. */
function exported(): string[] {
  for (const root of [process.env['INTENTS_DIR'], shipped('intents')]) {
    const dir = root && join(root, 'exports');
    if (dir && isFolder(dir))
      return readdirSync(dir).flatMap((file) => /^(.+)\.ya?ml$/.exec(file)?.[1] ?? []).sort(); // prettier-ignore
  }
  return [];
}

/** The `export` command. */
export function registerExport(program: Command): void {
  program
    .command('export')
    .description(
      'Writes a ledger into a file, as far as a person of the list may see it; every export is audited.',
    )
    .argument('<ledger>', 'one of the ledgers below, or a word for one of them (走访)')
    .option(
      '--scope <place>',
      'a town or village, 镇/村 where the name is not unique (default: all that BY may see)',
    )
    .option('--from <day>', 'first day, YYYY-MM-DD')
    .option('--to <day>', 'last day, YYYY-MM-DD')
    .option('--format <format>', 'xlsx or csv (default: by the ending of the file)')
    .requiredOption('-o, --output <file>', 'the file to write')
    .requiredOption('--by <name>', 'for whom: what that person may see is exported')
    .option('--unit <unit>', 'the unit of BY, where two people bear that name')
    .addHelpText(
      'after',
      () =>
        `\nLedgers: ${exported().join(', ')}.\n` +
        'Prints one JSON object: ledger, scope, period, rows, file.\n' +
        'Exit status: 0 done, 1 the person may not see that place, 2 the arguments are bad.\n\n' +
        'Example:\n  cuncunbao export visits --from 2026-05-01 --to 2026-05-31 --by 方可欣 -o 五月走访.xlsx',
    )
    .action(async (ledger: string, options: Options) => {
      const format = options.format ?? /\.(\w+)$/.exec(options.output)?.[1] ?? 'xlsx';
      if (format !== 'xlsx' && format !== 'csv')
        throw new AppError('argument-format', `--format ${format}: expected xlsx or csv`);
      const folder = dirname(options.output);
      if (!isFolder(folder))
        throw new AppError('argument-output', `--output ${options.output}: there is no folder ${folder}`);
      const [{ exportLedger }, { loadExports }, { systemClock }] = await Promise.all([
        import('./export.js'),
        import('../export/index.js'),
        import('../core/ports.js'),
      ]);
      const { definitions } = loadExports(configOf().INTENTS_DIR ?? shipped('intents'));
      const { output: file, scope, from, to, by, unit } = options;
      const done = await withStore('export', ({ store }) =>
        exportLedger(
          { ledger, scope, from, to, format, file, by, unit },
          { prisma: store.prisma, definitions, clock: systemClock, progress: rowsOnTerminal() },
        ),
      );
      printLine(JSON.stringify(done));
      dieWith(0);
    });
}
