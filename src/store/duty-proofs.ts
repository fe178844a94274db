import type { Proof, ProofQuery } from '../core/duty-facts.js';
import { dayToDate } from '../core/time.js';
import type { Db } from './client.js';

interface Row {
  record: string;
  kind: string;
  on: string;
  at: Date;
  household: string | null;
  town: string | null;
  village: string | null;
  unit: string | null;
  subject: string | null;
  personId: string | null;
  reporterUnit: string | null;
  names: string[] | null;
  data: Record<string, unknown> | null;
  signedBy: string | null;
  changed: string | null;
}

/** Records that may prove that something was done: complete ones, of these kinds, on these days. */
export async function loadProofs(db: Db, query: ProofQuery): Promise<Proof[]> {
  const rows = query.perHousehold ? await perHousehold(db, query) : await each(db, query);
  return rows.map((row) => {
    const { names, data, ...rest } = row;
    const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
    return { ...(present as Omit<Proof, 'names' | 'data'>), names: names ?? [], data: data ?? {} };
  });
}

const each = (db: Db, { kinds, from, to, fields }: ProofQuery): Promise<Row[]> => db.$queryRaw<Row[]>`
  SELECT r.id AS record, r.kind, to_char(r.occurred_on, 'YYYY-MM-DD') AS "on", m.sent_at AS at, h.code AS household,
    coalesce(h.town, r.data->>'town') AS town, coalesce(h.village, r.village) AS village, r.data->>'unit' AS unit, r.subject,
    c.person_id AS "personId", p.unit AS "reporterUnit",
    CASE WHEN jsonb_typeof(coalesce(r.data->'visitors', r.data->'people')) = 'array'
      THEN ARRAY(SELECT jsonb_array_elements_text(coalesce(r.data->'visitors', r.data->'people'))) END AS names,
    (SELECT jsonb_object_agg(k, r.data->k) FROM unnest(${[...fields]}::text[]) AS k WHERE r.data ? k) AS data,
    (SELECT s.person_id FROM signature s WHERE s.record_id = r.id AND s.voided_at IS NULL AND s.at >= r.updated_at
      AND NOT EXISTS (SELECT 1 FROM message x WHERE x.id = s.message_id AND x.recalled_at IS NOT NULL) LIMIT 1) AS "signedBy",
    CASE WHEN r.updated_at > r.created_at THEN to_char(r.updated_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDDHH24MI') END AS changed
  FROM record r JOIN message m ON m.id = r.message_id JOIN contact c ON c.id = r.contact_id
  LEFT JOIN person p ON p.id = c.person_id LEFT JOIN household h ON h.id = r.household_id
  WHERE r.kind = ANY(${[...kinds]}) AND r.state = 'active' AND r.occurred_on BETWEEN ${dayToDate(from)} AND ${dayToDate(to)}
  ORDER BY m.sent_at`;

/** One row for each household, reporter and set of visitors: the earliest visit of a quarter is proof enough. */
const perHousehold = (db: Db, { kinds, from, to, fields }: ProofQuery): Promise<Row[]> => db.$queryRaw<Row[]>`
  SELECT (array_agg(v.id ORDER BY v.created_at))[1] AS record, v.kind, to_char(min(v.occurred_on), 'YYYY-MM-DD') AS "on",
    min(v.created_at) AS at, h.code AS household, h.town, h.village, NULL AS unit, NULL AS subject,
    v.person_id AS "personId", NULL AS "reporterUnit", v.names, v.data, NULL AS "signedBy", NULL AS changed
  FROM (
    SELECT r.id, r.kind, r.occurred_on, r.created_at, r.household_id, c.person_id,
      CASE WHEN jsonb_typeof(r.data->'visitors') = 'array' THEN ARRAY(SELECT jsonb_array_elements_text(r.data->'visitors')) END AS names,
      (SELECT jsonb_object_agg(k, r.data->k) FROM unnest(${[...fields]}::text[]) AS k WHERE r.data ? k) AS data
    FROM record r JOIN contact c ON c.id = r.contact_id
    WHERE r.kind = ANY(${[...kinds]}) AND r.state = 'active' AND r.household_id IS NOT NULL
      AND r.occurred_on BETWEEN ${dayToDate(from)} AND ${dayToDate(to)}
  ) v JOIN household h ON h.id = v.household_id
  GROUP BY v.kind, h.code, h.town, h.village, v.person_id, v.names, v.data`;
