import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { commands } from './commands.js';
import { report } from './support.js';

/** The one program: `start` is the product, the others are tools around it. Exit status: 0 done, 1 faults found, 2 bad input. */
async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('cuncunbao')
    .description(
      'An assistant in the work groups of cadres: reads reports, keeps the ledger, answers with a source.',
    )
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => process.stderr.write(text),
    });
  for (const register of commands) register(program);
  // Options of subcommands end the same way as the program's own.
  for (const command of program.commands) command.exitOverride().showHelpAfterError('(see --help)');
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else process.exitCode = report(error);
  }
}

function version(): string {
  const file = path.resolve(import.meta.dirname, '../../package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

// Whoever reads our answer may stop reading (| head): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

await main(process.argv);
