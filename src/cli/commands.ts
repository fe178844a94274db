import { Argument, type Command } from 'commander';
import type { InboxDecision } from './inbox.js';
import type { Decision } from './outbox.js';
import { AppError } from '../core/errors.js';
import { registerAsk, registerQuestions } from './register-questions.js';
import { registerLedger, registerPlans } from './plans-register.js';
import { registerExport } from './register-export.js';
import { registerAsked } from './asked.js';
import { registerRoster } from './register-roster.js';
import { registerStart } from './start.js';
import {
  botName,
  configOf,
  dieWith,
  foldersOf,
  printLine,
  sayLine,
  stdin,
  withStore,
  type Folders,
} from './support.js';

/** Adds one command to the program. What a command needs is imported when it runs, so that the others start fast. */
export type Register = (program: Command) => void;

/** Every command there is, in the order of `--help`. */
export const commands: readonly Register[] = [
  registerStart,
  registerParse,
  registerAsk,
  registerRoster,
  registerPlan,
  registerPlans,
  registerLedger,
  registerCheck,
  registerOutbox,
  registerInbox,
  registerQuestions,
  registerExport,
  registerRehearse,
  registerAsked,
];

function registerPlan(program: Command): void {
  program
    .command('plan')
    .description(
      'Reads plan documents (.docx, .txt, .md) into drafts of actions, problems and duties, for a person to confirm.',
    )
    .argument('<files...>', 'the documents')
    .option(
      '--save',
      'keep the drafts, to be confirmed with "plans confirm" or by the clerk in private',
      false,
    )
    .option('--intents <dir>', 'the definitions (default: INTENTS_DIR, or those that ship)')
    .addHelpText(
      'after',
      '\nPrints one JSON object a file: title, issuer, issued, actions, problems, duties, goals, warnings.\n' +
        'Exit status: 0 done, 1 a file holds neither an action nor a problem, 2 a file cannot be read.\n\n' +
        'Example:\n  cuncunbao plan 工作方案.docx',
    )
    .action(async (files: string[], options: { intents?: string; save: boolean }) => {
      const { planCommand } = await import('./plan.js');
      const { intents } = foldersOf(options);
      const run = (save?: Parameters<typeof planCommand>[1]['save']) =>
        planCommand({ files, intents }, { out: printLine, err: sayLine, save });
      if (!options.save) return dieWith(await run());
      const { savePlanFile } = await import('./plans.js');
      await withStore('plan', async ({ store }) => {
        process.exitCode = await run((file, draft) => savePlanFile(file, draft, { store, out: printLine }));
      });
      dieWith(Number(process.exitCode ?? 0));
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
    .action(async (options: Folders) => {
      const { runCheck } = await import('./check.js');
      dieWith(runCheck(foldersOf(options), printLine, sayLine));
    });
}

function registerParse(program: Command): void {
  program
    .command('parse')
    .description('Understands messages: JSON lines in on stdin, one JSON line of records for each out.')
    .option('--roster <file>', 'the register of households that names are matched with (.xlsx or .csv)')
    .option('--intents <dir>', 'the definitions (default: INTENTS_DIR, or those that ship)')
    .option('--explain', 'also say where in the text each value was found', false)
    .addHelpText(
      'after',
      '\nIn:  {id, text, sentAt, sender?, room?, previous?: [{id, text, sentAt, sender}]}\n' +
        'Out: {id, records, missing, checks}\n' +
        'Exit status: 0 done, 2 a line or the register cannot be used.\n\n' +
        'Example:\n' +
        `  echo '{"id":"1","text":"【入户走访】户主：王五","sentAt":"2026-03-18T20:14"}' | cuncunbao parse --roster 花名册.csv`,
    )
    .action(async (options: { roster?: string; intents?: string; explain: boolean }) => {
      const { parseStream } = await import('./parse.js');
      await parseStream(stdin(), process.stdout, {
        roster: options.roster,
        intents: foldersOf(options).intents,
        explain: options.explain,
        botNames: [botName()],
      });
      dieWith(0);
    });
}

function registerOutbox(program: Command): void {
  program
    .command('outbox')
    .description(
      'Deliveries of which nobody can know whether they arrived: lists them, or says what is to become of them.',
    )
    .addArgument(new Argument('[decision]', 'what to do').choices(['list', 'resend', 'drop']).default('list'))
    .argument('[ids...]', 'which of them; needed for resend and drop')
    .addHelpText(
      'after',
      '\nExamples:\n  cuncunbao outbox\n  cuncunbao outbox resend 01a2041a-0ff9-7565-8d98-75b1ba99c751',
    )
    .action(async (decision: Decision, ids: string[]) => {
      if (decision !== 'list' && ids.length === 0) {
        throw new AppError(
          'argument-missing',
          `outbox ${decision}: which? give one or more ids (see "cuncunbao outbox")`,
        );
      }
      const [{ outboxCommand }, { systemClock }] = await Promise.all([
        import('./outbox.js'),
        import('../core/ports.js'),
      ]);
      await withStore('outbox', ({ store }) =>
        outboxCommand(decision, ids, { store, clock: systemClock, out: printLine }),
      );
      dieWith(0);
    });
}

function registerInbox(program: Command): void {
  program
    .command('inbox')
    .description(
      'Messages that could not be worked off and were set aside: lists them, or gives them another try.',
    )
    .addArgument(new Argument('[decision]', 'what to do').choices(['list', 'retry']).default('list'))
    .argument('[ids...]', 'which of them; retry without ids means all')
    .addHelpText('after', '\nExamples:\n  cuncunbao inbox\n  cuncunbao inbox retry')
    .action(async (decision: InboxDecision, ids: string[]) => {
      const { inboxCommand } = await import('./inbox.js');
      await withStore('inbox', ({ store }) => inboxCommand(decision, ids, { store, out: printLine }));
      dieWith(0);
    });
}

function registerRehearse(program: Command): void {
  program
    .command('rehearse')
    .description(
      'Plays a script on scratch storage with its own clock: every message the bot would send, nothing delivered.',
    )
    .argument('<script>', 'events in order of time, one JSON object a line')
    .option('--roster <file>', 'the register of households (.xlsx or .csv)')
    .option('--people <file>', 'the list of officials (.xlsx or .csv)')
    .option('--plan <file>', 'a plan document, taken as confirmed (.txt, .md or .docx)')
    .addHelpText(
      'after',
      '\nIn:  {at, id?, room, sender, text} said in a group, {at, person, text} said to the bot in private,\n' +
        '     {at, recall: id} a recall, {at} time passes; at is local time such as 2026-05-08T09:00\n' +
        'Out: {at, to: {room} or {person}, text, attachments, because}\n' +
        'Exit status: 0 done, 2 the script or a register cannot be used.\n\n' +
        'Example:\n  cuncunbao rehearse 一周.jsonl --roster 花名册.csv --people 干部.csv',
    )
    .action(async (script: string, options: { roster?: string; people?: string; plan?: string }) => {
      const [{ rehearseCommand }, { createLog }] = await Promise.all([
        import('./rehearse.js'),
        import('../main/log.js'),
      ]);
      const config = configOf();
      await rehearseCommand(
        { script, ...options },
        {
          config,
          log: createLog({ level: config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL, fd: 2 }),
          out: (line) => printLine(JSON.stringify(line)),
          err: sayLine,
        },
      );
      dieWith(0);
    });
}
