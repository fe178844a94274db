import path from 'node:path';
import type { Config } from '../core/config.js';
import type { Log } from '../core/ports.js';
import { openFile } from '../files/open.js';
import { openKnowledge } from '../main/knowledge.js';
import { packageRoot } from '../files/package-root.js';
import {
  REHEARSAL,
  importCounty,
  openPipeline,
  openScratch,
  readScript,
  rehearse,
  scriptClock,
  type CountyFiles,
  type Line,
} from '../rehearse/index.js';
import { createTimetable } from '../schedule/index.js';
import { loadHouseholds, rosterVersion } from '../store/roster.js';
import { progressLine } from './progress.js';
import { adoptForRehearsal } from './rehearse-plan.js';

export interface RehearseArgs extends CountyFiles {
  script: string;
  /** A plan document whose deadlines are to be rehearsed too. */
  plan?: string | undefined;
}

export interface RehearseDeps {
  config: Config;
  log: Log;
  /** Resolves when the reader has room for more. */
  out(line: Line): Promise<void> | void;
  err(line: string): void;
}

/** The `rehearse` command: the real pipeline on scratch storage, with the script's clock. Nothing is delivered. */
export async function rehearseCommand(args: RehearseArgs, deps: RehearseDeps): Promise<void> {
  const { config, log } = deps;
  const events = readScript((await openFile(args.script)).bytes, args.script);
  const scratch = await openScratch({
    databaseUrl: config.DATABASE_URL,
    connections: 4 + config.TURN_CONCURRENCY,
    log,
  });
  try {
    const clock = scriptClock(events[0]!.at);
    await importCounty(scratch, args, clock.now(), deps.err);
    const root = packageRoot();
    const { prisma } = scratch.store;
    const intents = config.INTENTS_DIR ?? path.join(root, 'intents');
    if (args.plan !== undefined)
      await adoptForRehearsal({
        file: args.plan,
        intents,
        store: scratch.store,
        now: clock.now(),
        tell: deps.err,
      });
    const knowledge = await openKnowledge({
      intentsDir: intents,
      shippedIntentsDir: path.join(root, 'intents'),
      templatesDir: config.TEMPLATES_DIR ?? path.join(root, 'templates'),
      shippedTemplatesDir: path.join(root, 'templates'),
      botName: config.BOT_NAME,
      roster: { version: () => rosterVersion(prisma), households: () => loadHouseholds(prisma) },
      log,
    });
    const pipeline = openPipeline({
      scratch,
      clock,
      log,
      knowledge,
      receiptTtlMs: config.RECEIPT_TTL_MINUTES * 60_000,
      concurrency: config.TURN_CONCURRENCY,
    });
    const progress = progressLine();
    try {
      await rehearse(events, {
        store: scratch.store,
        pipeline,
        clock,
        timetable: createTimetable({
          store: scratch.store,
          gateway: REHEARSAL,
          book: () => knowledge.duties(),
          templates: () => knowledge.templates(),
          published: () => knowledge.published(),
          register: () => knowledge.understanding().households,
          log,
        }),
        botName: config.BOT_NAME,
        out: deps.out,
        progress: progress.show,
      });
    } finally {
      progress.end();
      await pipeline.close();
    }
  } finally {
    await scratch.close();
  }
}
