import { dirname } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../core/errors.js';
import { isFolder } from '../files/open.js';
import { dieWith, printLine, sayLine, terminalUser, withStore } from './support.js';

/** The `roster` command. */
export function registerRoster(program: Command): void {
  program
    .command('roster')
    .description('Imports a register of households or a list of people, .xlsx or .csv; its heads say which.')
    .argument('<file>', 'the register')
    .option('--check', 'only say what would be imported, without touching the database')
    .option(
      '--compare [lists...]',
      'lay the file (and more lists) beside the register: what differs, with what each source says; nothing is imported',
    )
    .option('-o, --output <file>', 'with --compare: also write the differences into this workbook (.xlsx)')
    .addHelpText(
      'after',
      '\nPrints one JSON object: what was imported, and every rejected row with its number and cause.\n' +
        'Exit status: 0 done, 1 rows were rejected or lists differ, 2 the file cannot be used.\n\n' +
        'Examples:\n  cuncunbao roster 花名册.xlsx --check\n' +
        '  cuncunbao roster 帮扶手册.xlsx --compare 明白卡.xlsx -o 差异表.xlsx',
    )
    .action(async (file: string, options: RosterOptions) => {
      if (options.compare !== undefined) return compareRoster(file, options);
      if (options.output !== undefined)
        throw new AppError(
          'argument-output',
          'roster: --output writes what --compare found; give it with --compare',
        );
      const [{ rosterCommand }, { systemClock }] = await Promise.all([
        import('./roster.js'),
        import('../core/ports.js'),
      ]);
      const status = await rosterCommand(
        { file, check: options.check === true },
        {
          clock: systemClock,
          actor: terminalUser(),
          withStore: (work) =>
            withStore('roster', ({ store, sealer }) => work({ prisma: store.prisma, sealer })),
          out: printLine,
          err: sayLine,
        },
      );
      dieWith(status);
    });
}

interface RosterOptions {
  check?: boolean;
  compare?: true | string[];
  output?: string;
}

async function compareRoster(file: string, { check, compare, output }: RosterOptions): Promise<void> {
  if (check)
    throw new AppError('argument-compare', 'roster: --compare imports nothing; give it without --check');
  if (output !== undefined && (!/\.xlsx$/i.test(output) || !isFolder(dirname(output))))
    throw new AppError(
      'argument-output',
      `--output ${output}: expected an .xlsx file in a folder that is there`,
    );
  const [{ compareCommand }, { systemClock }] = await Promise.all([
    import('./roster-compare.js'),
    import('../core/ports.js'),
  ]);
  const status = await compareCommand(
    { files: [file, ...(Array.isArray(compare) ? compare : [])], output },
    {
      clock: systemClock,
      actor: terminalUser(),
      withStore: (work) => withStore('roster', ({ store, sealer }) => work({ prisma: store.prisma, sealer })),
      out: printLine,
      err: sayLine,
    },
  );
  dieWith(status);
}
