import { expect } from 'vitest';
import { until } from '../support/ports.js';
import { heard, inDoubt, type Stage, type Stream } from './stage.js';

interface Sayable {
  id: string;
  room: string;
  text: string;
  state: string;
  error: string | null;
  message: string;
}

/** Resolves once nothing waits any more: every message done, everything to say said or in doubt. */
export async function settled(stage: Stage, ms: number): Promise<void> {
  const waits = async (): Promise<string> => {
    const [row] = await stage.query<{ unsaved: string; pending: string; open: string }>(`
      SELECT (SELECT count(*) FROM local_event e WHERE e.type = 'text' AND e.sender_id <> 'bot'
                AND NOT EXISTS (SELECT 1 FROM message m WHERE m.external_id = e.id)) AS unsaved,
             (SELECT count(*) FROM message WHERE state = 'pending') AS pending,
             (SELECT count(*) FROM outgoing WHERE state IN ('queued', 'sending')) AS open`);
    const { unsaved, pending, open } = row!;
    return Number(unsaved) + Number(pending) + Number(open) === 0
      ? ''
      : `${unsaved} unsaved, ${pending} pending, ${open} to say`;
  };
  let last = '';
  await until('everything is settled', async () => (last = await waits()) === '', ms).catch(
    (error: unknown) => {
      throw new Error(`${String(error)}: ${last}`, { cause: error });
    },
  );
}

/** Every accepted message exactly once all the way, and nothing said twice. Returns what nobody can know the end of. */
export async function expectExactlyOnce(
  stage: Stage,
  stream: Stream,
): Promise<{ processed: number; sent: number; unknown: number }> {
  const messages = await stage.query<{
    external_id: string;
    state: string;
    records: string;
    active: string;
    receipts: string;
    code: string | null;
  }>(`
    SELECT m.external_id, m.state,
      (SELECT count(*) FROM record r WHERE r.message_id = m.id) AS records,
      (SELECT count(*) FROM record r WHERE r.message_id = m.id AND r.state = 'active' AND r.kind = 'visit') AS active,
      (SELECT count(*) FROM outgoing o WHERE o.because->>'message' = m.id::text) AS receipts,
      (SELECT h.code FROM record r JOIN household h ON h.id = r.household_id WHERE r.message_id = m.id) AS code
    FROM message m`);
  const byId = new Map(messages.map((m) => [m.external_id, m]));
  expect(byId.size).toBe(messages.length);
  const lost = [...stream.accepted.keys()].filter((id) => !byId.has(id));
  expect(lost, 'accepted and lost').toEqual([]);
  const odd = messages.filter(
    (m) => m.state !== 'done' || m.records !== '1' || m.active !== '1' || m.receipts !== '1',
  );
  expect(odd.slice(0, 5), `${odd.length} messages not processed exactly once`).toEqual([]);
  for (const [id, report] of stream.accepted) expect(byId.get(id)!.code, report.text).toBe(report.code);

  const sayable = await stage.query<Sayable>(`
    SELECT o.id, a.external_id AS room, o.text, o.state, o.error, o.because->>'message' AS message
    FROM outgoing o JOIN conversation c ON c.id = o.conversation_id
    JOIN conversation_address a ON a.conversation_id = c.id AND a.current`);
  expect(sayable.filter((one) => one.state !== 'sent' && one.state !== 'unknown').slice(0, 5)).toEqual([]);
  const texts = await heard(stage);
  const count = (one: Sayable): number =>
    texts.get(one.room)!.reduce((sum, text) => sum + (text.split(one.text).length - 1), 0);
  expect(sayable.filter((one) => count(one) > 1).slice(0, 5), 'said twice').toEqual([]);
  expect(
    sayable.filter((one) => one.state === 'sent' && count(one) === 0).slice(0, 5),
    'held to be sent, never said',
  ).toEqual([]);

  const unknown = sayable.filter((one) => one.state === 'unknown');
  const listed = await inDoubt(stage.env);
  expect(listed.map((one) => one.id).sort()).toEqual(unknown.map((one) => one.id).sort());
  return { processed: messages.length, sent: sayable.length - unknown.length, unknown: unknown.length };
}
