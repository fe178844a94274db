import type { Prisma } from '../generated/prisma/client.js';
import type { PlanAnswer } from '../core/plans.js';
import type { Db } from './client.js';

/** A plan as it is kept. `draft` is what reading it gave, with the answers to its warnings. */
export interface KeptPlan {
  id: string;
  short: string; // how people name it
  file: string;
  title: string;
  state: 'draft' | 'confirmed' | 'rejected';
  draft: unknown;
  answers: PlanAnswer[];
  createdAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
}

type Row = Awaited<ReturnType<Db['planDocument']['findMany']>>[number];

const toPlan = (row: Row): KeptPlan => ({
  id: row.id,
  short: row.sha256.slice(0, 6),
  file: row.file,
  title: row.title,
  state: row.state as KeptPlan['state'],
  draft: row.draft,
  answers: (row.draft as { answers?: PlanAnswer[] } | null)?.answers ?? [],
  createdAt: row.createdAt,
  decidedBy: row.decidedBy,
  decidedAt: row.decidedAt,
});

/** Keeps a draft; the same file again is the same plan. */
export async function savePlan(
  db: Db,
  plan: { id: string; file: string; sha256: string; title: string; draft: object },
): Promise<KeptPlan> {
  await db.planDocument.createMany({ data: [plan], skipDuplicates: true });
  return toPlan(await db.planDocument.findUniqueOrThrow({ where: { sha256: plan.sha256 } }));
}

/** Newest first. */
export async function listPlans(db: Db, state?: KeptPlan['state']): Promise<KeptPlan[]> {
  const rows = await db.planDocument.findMany({
    where: state === undefined ? {} : { state },
    orderBy: { createdAt: 'desc' },
  });
  return rows.map(toPlan);
}

/** The plan that people mean with the beginning of its file's digest, or with its id; undefined where none or several fit. */
export async function findPlan(db: Db, name: string): Promise<KeptPlan | undefined> {
  const rows = await db.planDocument.findMany({
    where: /^[0-9a-f]{8}-/.test(name) ? { id: name } : { sha256: { startsWith: name.toLowerCase() } },
    take: 2,
  });
  return rows.length === 1 ? toPlan(rows[0]!) : undefined;
}

/** Writes down answers to warnings. */
export async function answerPlan(db: Db, plan: KeptPlan, answers: readonly PlanAnswer[]): Promise<void> {
  const kept = plan.answers.filter((one) => !answers.some((other) => other.warning === one.warning));
  const draft = { ...(plan.draft as object), answers: [...kept, ...answers] };
  await db.planDocument.update({
    where: { id: plan.id },
    data: { draft: draft as unknown as Prisma.InputJsonValue },
  });
}

/** Confirms or rejects a draft, once: false where somebody had decided it before. */
export async function settlePlan(
  db: Db,
  id: string,
  state: 'confirmed' | 'rejected',
  by: string,
  now: Date,
): Promise<boolean> {
  const { count } = await db.planDocument.updateMany({
    where: { id, state: 'draft' },
    data: { state, decidedBy: by, decidedAt: now },
  });
  return count === 1;
}

/** Which of these numbers a ledger's open or closed items bear already, with their titles. */
export async function takenNumbers(
  db: Db,
  ledger: string,
  numbers: readonly number[],
): Promise<{ number: number; title: string }[]> {
  const rows = await db.item.findMany({
    where: { ledger, number: { in: [...numbers] } },
    select: { number: true, title: true },
    orderBy: { number: 'asc' },
  });
  return rows.map((row) => ({ number: row.number!, title: row.title }));
}

/** Drafts of which nobody was told yet, oldest first. */
export async function plansUnsaid(db: Db): Promise<KeptPlan[]> {
  const said = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT because->>'plan' AS id FROM outgoing WHERE purpose = 'plan-draft'`;
  const rows = await db.planDocument.findMany({
    where: { state: 'draft', id: { notIn: said.map(({ id }) => id) } },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map(toPlan);
}
