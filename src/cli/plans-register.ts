import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { systemClock } from '../core/ports.js';
import type { PlansDeps } from './plans.js';
import { dieWith, printLine, sayLine, wholeNumber, withStore } from './support.js';

async function withPlans(work: (deps: PlansDeps) => Promise<void>): Promise<void> {
  const { packageRoot } = await import('../files/package-root.js');
  await withStore('plans', ({ store, config }) =>
    work({
      store,
      clock: systemClock,
      out: printLine,
      intents: config.INTENTS_DIR ?? path.join(packageRoot(), 'intents'),
    }),
  );
  dieWith(0);
}

function answers(one: string, all: string[]): string[] {
  if (/^\d+=./.test(one)) return [...all, one];
  throw new InvalidArgumentError('must be NUMBER=TEXT, like 2=以9月底为准');
}

function warnings(text: string): string {
  if (/^(all|\d+(,\d+)*)$/.test(text)) return text;
  throw new InvalidArgumentError('must be "all" or numbers like 1,3');
}

/** `plans`: drafts that wait for a person, and the person's word. */
export function registerPlans(program: Command): void {
  const plans = program
    .command('plans')
    .description('Plans that were saved: lists them, brings one into force, or rejects it.')
    .addHelpText(
      'after',
      '\nExample:\n  cuncunbao plans confirm 3fa9c1 --by 安小满 --answer "2=以9月底为准" --ack 1,3',
    )
    .action(() => withPlans(async (deps) => (await import('./plans.js')).listPlansCommand(deps)));
  plans
    .command('confirm')
    .description('Brings a plan into force: its actions and problems become items of the ledgers.')
    .argument('<id>', 'as "plans" shows it')
    .requiredOption('--by <name>', 'a leader or clerk of the roster')
    .option('--answer <n=text>', 'what holds where the plan contradicts itself', answers, [])
    .option('--ack <numbers>', 'warnings that are known: "1,3" or "all"', warnings)
    .option(
      '--number-from <n>',
      'number the problems from here, where theirs are taken or missing',
      wholeNumber,
    )
    .option('--tasks', 'make each measure of a problem a task of its own')
    .action(
      (
        id: string,
        options: { by: string; answer: string[]; ack?: string; numberFrom?: number; tasks?: boolean },
      ) => withPlans(async (deps) => (await import('./plans.js')).confirmPlanCommand(id, options, deps)),
    );
  plans
    .command('reject')
    .description('Rejects a draft: nothing of it comes into force.')
    .argument('<id>', 'as "plans" shows it')
    .requiredOption('--by <name>', 'who says so')
    .action((id: string, options: { by: string }) =>
      withPlans(async (deps) => (await import('./plans.js')).rejectPlanCommand(id, options.by, deps)),
    );
}

/** `ledger rebuild`: all items anew, out of the records. */
export function registerLedger(program: Command): void {
  const example = '\nExample:\n  cuncunbao ledger rebuild';
  program
    .command('ledger')
    .description('The ledgers of tracked things.')
    .addHelpText('after', example)
    .command('rebuild')
    .description('Makes all items anew out of the records and what was done by command.')
    .addHelpText('after', example)
    .action(() =>
      withPlans(async ({ store, clock, intents, out }) => {
        const [{ rebuildLedger }, { loadLedgerRules }] = await Promise.all([
          import('../inbox/rebuild.js'),
          import('../ledger/index.js'),
        ]);
        const result = await rebuildLedger(store, loadLedgerRules(intents), clock.now(), (done, all) => {
          if (process.stderr.isTTY) sayLine(`${done} of ${all} messages`);
        });
        out(JSON.stringify(result));
      }),
    );
}
