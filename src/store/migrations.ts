import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../core/errors.js';

/** One folder below `prisma/migrations`. */
export interface Migration {
  name: string;
  sql: string;
  /** sha256 of the file, hex: what Prisma keeps in `_prisma_migrations.checksum`. */
  checksum: string;
}

/** The migrations that ship with the package, found from `src/` and from `dist/` alike. */
export function migrationsDir(): string {
  let dir = path.dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = path.join(dir, 'prisma', 'migrations');
    if (existsSync(path.join(dir, 'package.json')) && existsSync(candidate)) return candidate;
    const parent = path.dirname(dir);
    if (parent === dir)
      throw new AppError(
        'migrations-missing',
        'prisma/migrations is not beside the program: the installation is incomplete',
      );
    dir = parent;
  }
}

/** All migrations of a directory in the order of their names, which is the order they apply in. */
export function readMigrations(dir: string): Migration[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const file = path.join(dir, name, 'migration.sql');
      if (!existsSync(file))
        throw new AppError('migration-empty', `${file} is missing: every folder of migrations needs one`);
      const sql = readFileSync(file, 'utf8');
      return { name, sql, checksum: checksumOf(sql) };
    });
}

export function checksumOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

/** Whether the file is what was applied. Like Prisma, a checkout with other line endings is the same migration. */
export function sameMigration(migration: Migration, checksum: string): boolean {
  if (migration.checksum === checksum) return true;
  const unix = migration.sql.replaceAll('\r\n', '\n');
  return checksumOf(unix) === checksum || checksumOf(unix.replaceAll('\n', '\r\n')) === checksum;
}
