import type { PaceRule } from '../core/pace.js';
import type { CountQuery } from '../core/status.js';
import { localDay } from '../core/time.js';
import { Prisma } from '../generated/prisma/client.js';
import { numberOf, type Fields } from './status-fields.js';

/** The plan of an item (core/pace.ts) in SQL, so that items can be counted by how they stand. One test holds both to the same. */

type Sql = Prisma.Sql;
const { sql, raw, join } = Prisma;

/** What counts as today. */
export function todayOf({ on, until }: CountQuery): Sql {
  const day = on ?? (until && localDay(until));
  return day === undefined ? sql`(now() AT TIME ZONE 'Asia/Shanghai')::date` : sql`${day}::date`;
}

export function lightOf(rule: PaceRule, shape: Fields, today: Sql = todayOf({} as CountQuery)): Sql {
  const from = dayOf(rule.from, shape);
  const to = dayOf(rule.to, shape);
  const done = numberOf(`data.${rule.done}`, shape);
  const whole =
    typeof rule.whole === 'number' ? sql`${rule.whole}::numeric` : numberOf(`data.${rule.whole}`, shape);
  const share = sql`least(1, greatest(0, (${today} - ${from})::numeric / (${to} - ${from})))`;
  const behind = sql`round((${share} - ${done} / ${whole}) * 100, 1)`;
  const most = sql`CASE WHEN ${SOFT} THEN 'yellow' ELSE 'red' END`;
  // NULL comes of what is not known: its days, or what it comes to.
  return sql`CASE WHEN ${from} IS NULL OR ${to} IS NULL OR ${from} >= ${to} OR coalesce(${whole}, 0) <= 0 THEN NULL
    WHEN i.closed_at IS NOT NULL OR ${done} >= ${whole} THEN 'green'
    WHEN ${today} > ${to} THEN ${most}
    WHEN ${done} IS NULL THEN 'unsaid'
    WHEN ${behind} >= ${rule.red} THEN ${most}
    WHEN ${behind} >= ${rule.yellow} THEN 'yellow' ELSE 'green' END`;
}

const SOFT = sql`EXISTS (SELECT 1 FROM jsonb_array_elements(i.milestones) one
  WHERE one->>'due' = i.next_due::text AND (one->>'soft')::boolean)`;

function dayOf(fields: readonly string[], { data }: Pick<Fields, 'data'>): Sql {
  const days = fields.map((name) =>
    name === 'opened'
      ? sql`(i.opened_at AT TIME ZONE 'Asia/Shanghai')::date`
      : name === 'next-due'
        ? sql`i.next_due`
        : sql`substring(${raw(data)}->>${name} from '^\\d{4}-\\d{2}-\\d{2}')::date`,
  );
  return sql`coalesce(${join(days)})`;
}
