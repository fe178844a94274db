import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** What the embedded server keeps in DATA_DIR. */
export interface Layout {
  cluster: string; // the database itself; belongs to the server's account
  state: string; // port and password, for us only
  log: string; // what the server says
}

export function layoutOf(dataDir: string): Layout {
  const dir = path.resolve(dataDir);
  return {
    cluster: path.join(dir, 'postgres'),
    state: path.join(dir, 'postgres.json'),
    log: path.join(dir, 'postgres.log'),
  };
}

const stateSchema = z.object({
  port: z.number().int().min(1).max(65535).optional(), // of the last start
  password: z.string().min(1),
});

export type ServerState = z.infer<typeof stateSchema>;

export const USER = 'cuncunbao';
export const DATABASE = 'cuncunbao';

/** Undefined when there is none, or none that can be read. */
export function readState(file: string): ServerState | undefined {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

export function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

/** Whole or not at all, and readable by nobody else. */
export async function writeState(file: string, state: ServerState): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(state), { mode: 0o600 });
  await rename(draft, file);
}

export function urlOf(port: number, password: string, database = DATABASE): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
}
