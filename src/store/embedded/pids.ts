import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether a process with that id is there (ours or anybody's). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Killed, but not yet collected by its parent: gone for every purpose of ours. */
function isZombie(pid: number): boolean {
  return statFields(pid)?.[0] === 'Z';
}

/**
 * When the process began, in the system's own terms; ids are given again after a restart, the pair is not.
 * '' where there is no such process.
 */
export function startOf(pid: number): string {
  if (process.platform === 'linux') {
    const fields = statFields(pid);
    return fields ? `${bootId()}/${fields[19] ?? ''}` : '';
  }
  if (process.platform === 'win32') return isAlive(pid) ? 'alive' : '';
  return (
    spawnSync('ps', ['-o', 'lstart=', '-p', `${pid}`], {
      encoding: 'utf8',
      env: { LC_ALL: 'C' },
    }).stdout?.trim() ?? ''
  );
}

/** The fields of /proc/<pid>/stat after the name, which may itself hold blanks and brackets: state is the first. */
function statFields(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
