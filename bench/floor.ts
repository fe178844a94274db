import { Queue, Worker } from 'bullmq';
import pg from 'pg';
import { startSide, type Side } from './side.js';

/** Lanes that insert side by side: as many as the widest of the product's stations. */
const LANES = 16;
/** Jobs handled side by side, as many as the product's turns. */
const JOBS = 4;

interface Rows {
  message: Row;
  records: Row[];
  asks: Row[];
  outgoing: Row[];
}
type Row = Record<string, unknown>;

/**
 * The floor: what any program would have to do that keeps the same rows safe and queues every message once.
 *
 * It replays what a measured run has left, to the row and the byte, into a copy of its database with those tables
 * emptied: for every message one transaction (insert message, its records, its question, its receipts; update message
 * and receipts to their final state) by prepared statements of `pg`, 16 side by side, then one BullMQ job added and
 * handled, 4 side by side. No understanding, no looking anything up, no gateway, no log. `apart`: the jobs are handled by a
 * second process, as the product's turns are when deployed.
 */
export async function measureFloor(url: string, redisUrl: string, apart: boolean): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: LANES });
  const prefix = `f${process.pid}${apart ? 'a' : ''}`;
  const connection = { url: redisUrl, maxRetriesPerRequest: null };
  const queue = new Queue('hop', { connection, prefix });
  let handled = 0;
  let finished = () => {};
  const done = (count: number, all: number) => {
    handled += count;
    if (handled >= all) finished();
  };
  try {
    const all = await loadRows(pool);
    await pool.query('TRUNCATE message, outgoing CASCADE');
    const side = await startHops({ redisUrl, prefix, connection, apart }, (count) => done(count, all.length));
    const over = new Promise<void>((resolve) => (finished = resolve));
    await queue.waitUntilReady();
    await Promise.all(Array.from({ length: LANES }, () => pool.query('SELECT 1')));

    const from = performance.now();
    let next = 0;
    const lane = async () => {
      const client = await pool.connect();
      try {
        for (let one = all[next++]; one; one = all[next++]) {
          await replay(client, one);
          await queue.add('hop', {}, { removeOnComplete: true });
        }
      } finally {
        client.release();
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    await over;
    const seconds = (performance.now() - from) / 1000;
    await side.stop();
    return all.length / seconds;
  } finally {
    await queue.obliterate({ force: true }).catch(() => {});
    await queue.close();
    await pool.end();
  }
}

async function startHops(
  {
    redisUrl,
    prefix,
    connection,
    apart,
  }: {
    redisUrl: string;
    prefix: string;
    connection: { url: string; maxRetriesPerRequest: null };
    apart: boolean;
  },
  done: (count: number) => void,
): Promise<Side> {
  if (apart) return startSide({ task: 'hop', redisUrl, prefix, concurrency: JOBS }, done);
  const worker = new Worker('hop', async () => done(1), { connection, prefix, concurrency: JOBS });
  await worker.waitUntilReady();
  return { stop: () => worker.close() };
}

async function loadRows(pool: pg.Pool): Promise<Rows[]> {
  const messages = (await pool.query<Row>('SELECT * FROM message ORDER BY seq')).rows;
  const byId = new Map<unknown, Rows>(
    messages.map((message) => [message['id'], { message, records: [], asks: [], outgoing: [] }]),
  );
  for (const row of (await pool.query<Row>('SELECT * FROM record')).rows)
    byId.get(row['message_id'])?.records.push(row);
  for (const row of (await pool.query<Row>('SELECT * FROM ask')).rows)
    byId.get(row['message_id'])?.asks.push(row);
  for (const row of (await pool.query<Row>('SELECT * FROM outgoing')).rows) {
    byId.get((row['because'] as { message?: string }).message)?.outgoing.push(row);
  }
  return [...byId.values()];
}

const COLUMNS = {
  message: ['id', 'gateway', 'external_id', 'conversation_id', 'contact_id', 'type', 'text', 'sealed', 'digest', 'payload', 'sent_at'],
  record: ['id', 'message_id', 'index', 'kind', 'state', 'data', 'missing', 'contact_id', 'occurred_on', 'household_id', 'village', 'subject', 'created_at', 'updated_at'],
  ask: ['id', 'conversation_id', 'contact_id', 'message_id', 'items', 'asked_at', 'expires_at'],
  outgoing: ['id', 'conversation_id', 'key', 'purpose', 'text', 'mentions', 'because', 'not_before', 'expires_at', 'created_at'],
} as const; // prettier-ignore
type Table = keyof typeof COLUMNS;
/** `pg` takes a list for an array of PostgreSQL: JSON has to be written out. */
const JSON_COLUMNS = new Set(['payload', 'data', 'items', 'because']);

const INSERTS = Object.fromEntries(
  Object.entries(COLUMNS).map(([table, columns]) => [
    table,
    `INSERT INTO ${table} (${columns.map((c) => `"${c}"`).join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
  ]),
) as Record<Table, string>;

const insert = (table: Table, row: Row) => ({
  name: `insert-${table}`,
  text: INSERTS[table],
  values: COLUMNS[table].map((column) =>
    JSON_COLUMNS.has(column) ? JSON.stringify(row[column]) : row[column],
  ),
});

async function replay(client: pg.PoolClient, { message, records, asks, outgoing }: Rows): Promise<void> {
  await client.query({ name: 'begin', text: 'BEGIN' });
  await client.query(insert('message', message));
  for (const row of records) await client.query(insert('record', row));
  for (const row of asks) await client.query(insert('ask', row));
  for (const row of outgoing) await client.query(insert('outgoing', row));
  await client.query({
    name: 'done',
    text: `UPDATE message SET state = 'done', processed_at = $2, outcome = $3 WHERE id = $1`,
    values: [message['id'], message['processed_at'], JSON.stringify(message['outcome'])],
  });
  for (const row of outgoing) {
    await client.query({
      name: 'sent',
      text: `UPDATE outgoing SET state = 'sent', claimed_at = $2, settled_at = $3, batch_id = $4, attempts = 1, gateway_message_id = $5 WHERE id = $1`,
      values: [row['id'], row['claimed_at'], row['settled_at'], row['batch_id'], row['gateway_message_id']],
    });
  }
  await client.query({ name: 'commit', text: 'COMMIT' });
}
