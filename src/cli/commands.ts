import type { Command } from 'commander';
import { registerStart } from './start.js';
import { dieWith, printLine, sayLine, withStore } from './support.js';

/** Adds one command to the program. What a command needs is imported when it runs, so that the others start fast. */
export type Register = (program: Command) => void;

/** Every command there is, in the order of `--help`. */
export const commands: readonly Register[] = [registerStart, registerRoster, registerCheck];

function registerRoster(program: Command): void {
  program
    .command('roster')
    .description('Imports a register of households or a list of people, .xlsx or .csv; its heads say which.')
    .argument('<file>', 'the register')
    .option('--check', 'only say what would be imported, without touching the database')
    .addHelpText(
      'after',
      '\nPrints one JSON object: what was imported, and every rejected row with its number and cause.\n' +
        'Exit status: 0 done, 1 rows were rejected, 2 the file cannot be used.\n\n' +
        'Example:\n  cuncunbao roster 花名册.xlsx --check',
    )
    .action(async (file: string, options: { check?: boolean }) => {
      const [{ rosterCommand }, { systemClock }] = await Promise.all([
        import('./roster.js'),
        import('../core/ports.js'),
      ]);
      const status = await rosterCommand(
        { file, check: options.check === true },
        {
          clock: systemClock,
          actor: `command line (${process.env['USER'] ?? process.env['USERNAME'] ?? 'unknown'})`,
          withStore: (work) =>
            withStore('roster', ({ store, sealer }) => work({ prisma: store.prisma, sealer })),
          out: printLine,
          err: sayLine,
        },
      );
      dieWith(status);
    });
}

function registerCheck(program: Command): void {
  program
    .command('check')
    .description('Checks definitions and templates, and runs every example they carry.')
    .option('--intents <dir>', 'the definitions (default: INTENTS_DIR, or those that ship)')
    .option('--templates <dir>', 'the templates (default: TEMPLATES_DIR, or those that ship)')
    .addHelpText(
      'after',
      '\nPrints one JSON object for each finding, with file, line and column.\n' +
        'Exit status: 0 nothing found, 1 findings, 2 a folder cannot be read.\n\n' +
        'Example:\n  cuncunbao check --intents county/intents',
    )
    .action(async (options: { intents?: string; templates?: string }) => {
      const { runCheck } = await import('./check.js');
      const intents = options.intents ?? process.env['INTENTS_DIR'];
      const templates = options.templates ?? process.env['TEMPLATES_DIR'];
      dieWith(runCheck({ intents, templates }, printLine, sayLine));
    });
}
