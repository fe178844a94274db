import { Argument, type Command } from 'commander';
import { AppError } from '../core/errors.js';
import type { QuestionDecision } from './questions.js';
import {
  dieWith,
  foldersOf,
  printLine,
  stdin,
  terminalUser,
  wholeNumber,
  withStore,
  type Folders,
} from './support.js';

export function registerAsk(program: Command): void {
  program
    .command('ask')
    .description(
      'Answers policy questions with their source: JSON lines in on stdin, one JSON line out for each.',
    )
    .option('--intents <dir>', 'the definitions (default: INTENTS_DIR, or those that ship)')
    .option('--templates <dir>', 'the templates (default: TEMPLATES_DIR, or those that ship)')
    .addHelpText(
      'after',
      '\nIn:  {id, text, on?, region?, previous?}; on: the day of the question, previous: the question before it\n' +
        'Out: {id, answer: {id, facts} | null, score, alternatives, text, sources}\n' +
        'Exit status: 0 done, 2 a line or the definitions cannot be used.\n\n' +
        'Example:\n' +
        `  echo '{"id":"1","text":"周报几点前交"}' | cuncunbao ask`,
    )
    .action(async (options: Folders) => {
      const [{ askStream }, { localDay }] = await Promise.all([
        import('./ask.js'),
        import('../core/time.js'),
      ]);
      await askStream(stdin(), process.stdout, {
        ...foldersOf(options),
        today: localDay(new Date()),
      });
      dieWith(0);
    });
}

export function registerQuestions(program: Command): void {
  program
    .command('questions')
    .description(
      'Policy questions without a source: lists those that wait, or approves the answers that came, so that they are given from then on.',
    )
    .addArgument(
      new Argument('[decision]', 'what to do').choices(['list', 'approve', 'reject']).default('list'),
    )
    .argument('[numbers...]', 'which of them; needed for approve and reject')
    .option('--days <n>', 'how far back to list', wholeNumber, 7)
    .addHelpText('after', '\nExamples:\n  cuncunbao questions --days 30\n  cuncunbao questions approve 12')
    .action(async (decision: QuestionDecision, numbers: string[], { days }: { days: number }) => {
      if (decision !== 'list' && numbers.length === 0) {
        throw new AppError('argument-missing', `questions ${decision}: which? give one or more numbers`);
      }
      const [{ questionsCommand }, { systemClock }] = await Promise.all([
        import('./questions.js'),
        import('../core/ports.js'),
      ]);
      await withStore('questions', ({ store }) =>
        questionsCommand(decision, numbers, days, {
          store,
          clock: systemClock,
          actor: terminalUser(),
          out: printLine,
        }),
      );
      dieWith(0);
    });
}
