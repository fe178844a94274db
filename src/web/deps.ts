import type { Registry } from 'prom-client';
import type { LocalNetwork } from '../chat/local/network.js';
import type { Log } from '../core/ports.js';
import type { DeskDeps } from './desk/index.js';
import type { LedgerReader } from './ledger.js';
import type { Sight } from './sight.js';

/** One part of the product as `/healthz` shows it: "ok database PostgreSQL 15.8". */
export interface HealthLine {
  part: string;
  ok: boolean;
  detail: string;
}

export interface WebDeps {
  host: string;
  port: number; // 0: any free one
  log: Log;
  /** Absent when another gateway is in use: then there is no sign-in-less access to groups and records at all. */
  network?: LocalNetwork | undefined;
  ledger: LedgerReader;
  /** Who looks at what is about people; the desk's unless another is given. */
  sight?: Sight | undefined;
  /** The clerk's pages; absent where nothing is understood or no database is behind the pages. */
  desk?: DeskDeps | undefined;
  /** Must settle by itself: a part that is away is `ok: false`, not a promise that hangs. */
  health(): Promise<{ ok: boolean; lines: HealthLine[] }>;
  metrics: Registry;
  /** The built front end (`dist/page`). */
  pageDir: string;
  /** Where pictures posted in the local groups are kept; made when the first one comes. */
  uploadsDir: string;
  botName: string;
  /** Names other than its own under which the server is reached, e.g. behind a proxy: "cuncun.example.gov.cn". */
  hosts?: readonly string[] | undefined;
}
