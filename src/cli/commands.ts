import type { Command } from 'commander';
import { registerStart } from './start.js';

/** Adds one command to the program. What a command needs is imported when it runs, so that the others start fast. */
export type Register = (program: Command) => void;

/** Every command there is, in the order of `--help`. */
export const commands: readonly Register[] = [registerStart];
