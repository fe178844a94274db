import path from 'node:path';
import type { Command } from 'commander';
import type * as Calendar from '../calendar/index.js';
import { AppError } from '../core/errors.js';
import { configOf, dieWith, printLine, withStore } from './support.js';

/** Adds the command `asked`. */
export function registerAsked(program: Command): void {
  program
    .command('asked')
    .description('How many times each person was asked for something within a week, and why.')
    .option('--week <key>', 'such as 2026-W20 (default: this week)')
    .addHelpText(
      'after',
      '\nPrints one JSON object a person, most often asked first: {person, unit, todos, why: [{duty, title, times}], questions}.\n' +
        '`todos` are private to-dos, `questions` are questions asked back about a report.\n\n' +
        'Example:\n  cuncunbao asked --week 2026-W20',
    )
    .action(async (options: { week?: string }) => {
      const [calendar, { dutiesDir, dutyTitles, loadDuties }, time, { askedPeople }, { packageRoot }] =
        await Promise.all([
          import('../calendar/index.js'),
          import('../duty/index.js'),
          import('../core/time.js'),
          import('../store/asked.js'),
          import('../files/package-root.js'),
        ]);
      const week = weekOf(options.week, calendar, time.localDay(new Date()));
      const titles = dutyTitles(
        loadDuties(dutiesDir(configOf().INTENTS_DIR, path.join(packageRoot(), 'intents'))),
      );
      await withStore('asked', async ({ store }) => {
        const to = time.fromLocal(calendar.addDays(week.to, 1));
        for (const one of await askedPeople(store.prisma, time.fromLocal(week.from), to, titles))
          printLine(JSON.stringify(one));
      });
      dieWith(0);
    });
}

function weekOf(key: string | undefined, { periodByKey, periodOf }: typeof Calendar, today: string) {
  const found = key === undefined ? periodOf('week', today) : periodByKey(key);
  if (found && /-W\d\d$/.test(found.key)) return found;
  throw new AppError(
    'argument-week',
    `--week ${key ?? ''}: must be a week such as ${periodOf('week', today).key}`,
  );
}
