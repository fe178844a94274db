import { existsSync, fstatSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { InvalidArgumentError } from 'commander';
import type { Config } from '../core/config.js';
import { configSchema, readConfig } from '../core/config.js';
import { AppError, messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';
import { isFolder } from '../files/open.js';
import type { Store } from '../store/client.js';
import type { Sealer } from '../store/seal.js';

/** The settings of the environment and of `.env` in the working directory, the environment first. */
export function configOf(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readConfig(process.env);
}

/** What the bot is called. Commands that need no other setting must not fail on a wrong one. */
export function botName(): string {
  return process.env['BOT_NAME'] || configSchema.shape.BOT_NAME.parse(undefined);
}

/** Faults that the caller can mend by giving something else: exit status 2. Everything else that goes wrong is 1. */
const BAD_INPUT = /^(config|argument|input|file|definitions|templates|roster|puppet|unknown)-/;

/** One line for people on stderr; the exit status for it. Without a stack, unless the fault is ours. */
export function report(error: unknown): number {
  if (error instanceof AppError && error.code === 'reader-gone') return 0;
  if (error instanceof AppError) {
    const [first, ...more] = error.message.split('\n');
    const rest = more.length > 0 ? ` (and ${more.length} more)` : '';
    const hint = error.options.hint ? `; ${error.options.hint}` : '';
    process.stderr.write(`cuncunbao: ${first!}${rest}${hint}\n`);
    return BAD_INPUT.test(error.code) ? 2 : 1;
  }
  // A code is the system's or a library's word for something outside; without one the fault is in the program.
  const known = typeof (error as { code?: unknown }).code === 'string' || !(error instanceof Error);
  process.stderr.write(`cuncunbao: ${known ? messageOf(error) : (error.stack ?? error.message)}\n`);
  return 1;
}

/** What `check` and the others take as folders of definitions and of templates. */
export interface Folders {
  intents?: string;
  templates?: string;
}

/** The folders that options or, without them, settings name; undefined where those that ship are meant. */
export function foldersOf(options: Folders): { intents: string | undefined; templates: string | undefined } {
  const folder = (option: string, given: string | undefined, setting: string): string | undefined => {
    const dir = given ?? (process.env[setting] || undefined);
    if (dir === undefined || isFolder(dir)) return dir;
    const named = given === undefined ? `${setting}=${dir}` : `${option} ${dir}`;
    throw new AppError('argument-folder', `${named}: there is no such folder`);
  };
  return {
    intents: folder('--intents', options.intents, 'INTENTS_DIR'),
    templates: folder('--templates', options.templates, 'TEMPLATES_DIR'),
  };
}

/** The stream of stdin. Node takes a folder for an empty one, without a word. */
export function stdin(): Readable {
  if (fstatSync(0).isDirectory())
    throw new AppError('input-invalid', 'stdin: a folder; expected one JSON object a line');
  return process.stdin;
}

/** A whole number from 1, as an option takes it. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a whole number from 1');
}

/** Who works at this terminal, for the audit. */
export function terminalUser(): string {
  return `command line (${process.env['USER'] ?? process.env['USERNAME'] ?? 'unknown'})`;
}

/** Ends the process once its output is out, although a library may still keep a timer or a socket. */
export function dieWith(status: number): void {
  process.exitCode = status;
  process.stdout.write('', () => process.stderr.write('', () => process.exit(status)));
}

/** Nobody reads the answer any more: whatever goes on for it ends as if it were done. */
let gone = false;

/** Whether a fault of standard output is only that its reader has left; then no line is printed any more. */
export function readerGone(error: NodeJS.ErrnoException): boolean {
  gone ||= error.code === 'EPIPE';
  return gone;
}

/** A line of a command's answer. Throws an AppError `reader-gone`, which ends the command in order, once nobody reads. */
export function printLine(line: string): void {
  if (gone) throw new AppError('reader-gone', 'nobody reads the answer any more');
  process.stdout.write(`${line}\n`);
}

/** A line for people. */
export function sayLine(line: string): void {
  process.stderr.write(`${line}\n`);
}

export interface StoreAccess {
  store: Store;
  sealer: Sealer;
  config: Config;
  log: Log;
}

/**
 * Runs `work` on the database of the settings: DATABASE_URL, the embedded one of a running start, or the embedded one
 * started for the time of the command. Messages for people go to stderr.
 */
export async function withStore<T>(what: string, work: (access: StoreAccess) => Promise<T>): Promise<T> {
  const config = configOf();
  const [{ accessDatabase }, { openStore }, { openSealer }, { createLog }] = await Promise.all([
    import('../main/access.js'),
    import('../store/client.js'),
    import('../main/key.js'),
    import('../main/log.js'),
  ]);
  const log = createLog({ level: config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL, fd: 2 });
  const database = await accessDatabase(config, log, what);
  const store = openStore(database.url, 4);
  try {
    const sealer = await openSealer(config, store.prisma);
    return await work({ store, sealer, config, log });
  } finally {
    await store.close();
    await database.stop();
  }
}
