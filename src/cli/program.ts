import { readFileSync } from 'node:fs';
import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { shipped } from '../files/package-root.js';
import { commands } from './commands.js';
import { report } from './support.js';

/** The one program: `start` is the product, the others are tools around it. Exit status (`process.exitCode`): 0 done, 1 faults found, 2 bad input. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  const program = new Command('cuncunbao')
    .description(
      'An assistant in the work groups of cadres: reads reports, keeps the ledger, answers with a source.',
    )
    .version(version())
    .exitOverride();
  for (const register of commands) register(program);
  for (const command of withDescendants(program)) command.configureOutput(oneLine(command));
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else process.exitCode = report(error);
  }
}

function withDescendants(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withDescendants)];
}

/** What is wrong with the arguments, where, and what is allowed, in one line; instead of the help where a command is missing. */
function oneLine(command: Command): OutputConfiguration {
  const say = (fault: string): void => {
    const { name, usage } = calledBy(command);
    process.stderr.write(`${name}: ${fault}; expected: ${usage} (see --help)\n`);
  };
  let told = false; // Commander writes the help in several pieces
  return {
    outputError: (message) => say(message.replace(/^error: /, '').replace(/\.?\s*$/, '').replace(/\n/g, ' ')), // prettier-ignore
    writeErr: () => {
      if (!told) say('which command?');
      told = true;
    },
  };
}

/** The words that lead to a command, and all that may follow them. */
function calledBy(command: Command): { name: string; usage: string } {
  const words: string[] = [];
  for (let one: Command | null = command; one; one = one.parent) words.unshift(one.name());
  const name = words.join(' ');
  const options = command.options.map(({ flags, mandatory }) => (mandatory ? flags : `[${flags}]`));
  const operands = command.registeredArguments.map((one) => {
    const word = one.argChoices?.join('|') ?? `${one.name()}${one.variadic ? '...' : ''}`;
    return one.required ? `<${word}>` : `[${word}]`;
  });
  const below = command.commands.map((one) => one.name()).join('|');
  return { name, usage: [name, ...(below ? [below] : []), ...options, ...operands].join(' ') };
}

function version(): string {
  return (JSON.parse(readFileSync(shipped('package.json'), 'utf8')) as { version: string }).version;
}
