import { spawnSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../core/errors.js';

/** The system account the database server runs as; undefined: the one we run as. PostgreSQL refuses to run as root. */
export type Account = { name: string; uid: number; gid: number } | undefined;

const PREFERRED = 'postgres';

/**
 * As root: the owner of the cluster that is there already, else `postgres` (made where it is missing and can be made),
 * else `nobody`. Not as root: nothing to change.
 */
export async function serverAccount(clusterDir: string): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = await readAccounts();
  const owner = await stat(clusterDir).then((s) => s.uid, () => 0); // prettier-ignore
  const known = owner === 0 ? undefined : accounts.find((a) => a.uid === owner);
  const found = known ?? accounts.find((a) => a.name === PREFERRED) ?? (await createAccount());
  const account = found ?? accounts.find((a) => a.name === 'nobody');
  if (!account || account.uid === 0) {
    throw new AppError(
      'embedded-account',
      'the embedded database cannot run as root and there is no user "postgres": start as an ordinary user, add that user, or set DATABASE_URL',
    );
  }
  return account;
}

async function createAccount(): Promise<Account> {
  // useradd: most distributions; adduser: Alpine and other BusyBox systems.
  const tries: [string, string[]][] = [
    ['useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', '--user-group', PREFERRED]],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', PREFERRED]],
  ];
  for (const [command, args] of tries) {
    if (spawnSync(command, args, { stdio: 'ignore' }).status !== 0) continue;
    const made = (await readAccounts()).find((a) => a.name === PREFERRED);
    if (made) return made;
  }
  return undefined;
}

async function readAccounts(): Promise<NonNullable<Account>[]> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }));
}
