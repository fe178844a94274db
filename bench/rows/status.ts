import path from 'node:path';
import { compileIssue, documentFiles, loadBulletins, pictureFile } from '../../src/bulletin/index.js';
import type { Issue } from '../../src/core/bulletin.js';
import { newId } from '../../src/core/ids.js';
import type { Dimension, Place } from '../../src/core/status.js';
import { fromLocal } from '../../src/core/time.js';
import { packageRoot } from '../../src/files/package-root.js';
import { loadTemplates } from '../../src/reply/index.js';
import { countOf, loadStatus } from '../../src/status/index.js';
import { openStore, type Store } from '../../src/store/client.js';
import { countStatus } from '../../src/store/status.js';
import { scratchDatabase } from '../ground.js';
import { median, quantile } from '../numbers.js';
import type { Row } from '../table.js';

const FULL = { households: 200_000, visits: 2_000_000, projects: 20_000 };
const QUICK = { households: 20_000, visits: 200_000, projects: 2_000 };
const DAYS = 3 * 365;
const END = '2026-05-08';
const P95_MS = 300;
const COMPILE_S = 20;
const RENDER_S = 10;

/** Questions about where things stand, and a week's bulletin, over three years of a large county. */
export async function status(quick: boolean): Promise<Row[]> {
  const size = quick ? QUICK : FULL;
  const store = openStore(await scratchDatabase(), 4);
  try {
    await fill(store, size);
    const definitions = loadStatus(path.join(packageRoot(), 'intents'))!;
    const counted = await questions(store, definitions);
    const { compiled, rendered, megabytes } = await bulletin(store, definitions);
    const rows = `${size.households.toLocaleString('en')} households, ${size.visits.toLocaleString('en')} visits`;
    return [
      {
        what: `status answers, ${rows}, p95`,
        figure: `${counted.p95.toFixed(0)} ms`,
        goal: `< ${P95_MS} ms`,
        met: counted.p95 < P95_MS,
        note: `${counted.count} questions: weeks, months and years, villages, towns and the county; median ${counted.median.toFixed(0)} ms, slowest ${counted.worst.toFixed(0)} ms (${counted.slowest})`,
      },
      {
        what: `weekly bulletin compiled, ${rows}`,
        figure: `${compiled.toFixed(1)} s`,
        goal: `< ${COMPILE_S} s`,
        met: compiled < COMPILE_S,
        note: `process at ${megabytes} MB`,
      },
      {
        what: 'its picture, document and workbook',
        figure: `${rendered.toFixed(1)} s`,
        goal: `< ${RENDER_S} s`,
        met: rendered < RENDER_S,
      },
    ];
  } finally {
    await store.close();
  }
}

async function questions(store: Store, { metrics }: NonNullable<ReturnType<typeof loadStatus>>) {
  const places: Place[] = [
    { towns: [], villages: ['第7村'], title: '第7村' },
    { towns: ['第3镇'], villages: [], title: '第3镇' },
    { towns: [], villages: [], title: '全县' },
  ];
  const periods = [
    { from: '2026-05-02', to: END, title: '本周' },
    { from: '2026-04-01', to: '2026-04-30', title: '上月' },
    { from: '2025-01-01', to: '2025-12-31', title: '去年' },
  ];
  const took: { ms: number; what: string }[] = [];
  for (const id of ['visits', 'visits-left', 'visit-times', 'households', 'projects-left', 'funds-received'])
    for (const place of places)
      for (const period of periods)
        for (const by of [undefined, 'town'] as (Dimension | undefined)[]) {
          const metric = metrics.get(id)!;
          const from = performance.now();
          await countStatus(store.prisma, { count: countOf(metric), place, period, filter: [], by });
          took.push({ ms: performance.now() - from, what: `${id}, ${place.title}, ${period.title}` });
        }
  const all = took.map((one) => one.ms);
  const slowest = took.reduce((a, b) => (a.ms > b.ms ? a : b));
  return {
    count: took.length,
    median: median(all),
    p95: quantile(all, 0.95),
    worst: slowest.ms,
    slowest: slowest.what,
  };
}

async function bulletin(store: Store, { metrics }: NonNullable<ReturnType<typeof loadStatus>>) {
  const definitions = loadBulletins(path.join(packageRoot(), 'intents'), {
    metrics: new Set(metrics.keys()),
  });
  const definition = definitions.find((one) => one.id === 'weekly-county')!;
  const templates = loadTemplates(path.join(packageRoot(), 'templates'));
  const term = { from: '2026-05-02', to: END, cutOff: fromLocal(`${END}T12:00`) };
  let from = performance.now();
  const figures = await compileIssue(definition, term, {
    metrics,
    count: (query) => countStatus(store.prisma, query),
    earlier: [],
    stated: [],
  });
  const compiled = (performance.now() - from) / 1000;
  const issue: Issue = {
    ...{
      id: newId(),
      kind: definition.id,
      year: 2026,
      number: 0,
      revision: 1,
      ...term,
      state: 'draft',
      figures,
    },
    ...{ words: {}, held: [], digest: '', approvedBy: null, approvedAt: null },
  };
  from = performance.now();
  await pictureFile(definition, issue, 1);
  await documentFiles(definition, issue, 1, (name, data) => templates.render(name, data));
  const rendered = (performance.now() - from) / 1000;
  return { compiled, rendered, megabytes: Math.round(process.memoryUsage().rss / 1e6) };
}

/** Rows are made where they stand: sending two million through the client would measure that. */
async function fill({ prisma }: Store, size: typeof FULL): Promise<void> {
  const [importId, contact, conversation] = [newId(), newId(), newId()];
  await prisma.rosterImport.create({
    data: { id: importId, kind: 'households', file: 'bench', sha256: '', accepted: 0, rejected: [] },
  });
  await prisma.contact.create({ data: { id: contact, gateway: 'bench', name: '田禾' } });
  await prisma.conversation.create({ data: { id: conversation, gateway: 'bench', kind: 'room' } });
  await prisma.$executeRaw`
    INSERT INTO message (id, gateway, external_id, conversation_id, contact_id, type, text, digest, sent_at, state)
    SELECT gen_random_uuid(), 'bench', 'm' || n, ${conversation}::uuid, ${contact}::uuid, 'text', '', '', now(), 'done'
    FROM generate_series(1, 1000) n`;
  await prisma.$executeRaw`
    INSERT INTO household (id, code, town, village, "group", householder, category, helper, population, import_id)
    SELECT gen_random_uuid(), 'H' || n, '第' || (n % 200) % 20 + 1 || '镇', '第' || n % 200 + 1 || '村', '一组', '户主' || n,
           (ARRAY['脱贫户', '监测户', '一般户'])[n % 3 + 1], '干部' || n % 3000, n % 6 + 1, ${importId}::uuid
    FROM generate_series(1, ${size.households}::int) n`;
  await prisma.$executeRaw`
    WITH h AS (SELECT id, village, row_number() OVER () - 1 AS n FROM household),
         m AS (SELECT array_agg(id) AS ids FROM message)
    INSERT INTO record (id, message_id, index, kind, state, data, contact_id, occurred_on, household_id, village, subject, created_at)
    SELECT gen_random_uuid(), m.ids[v % 1000 + 1], v / 1000 + 1, 'visit', 'active', '{"mode":"home","problems":[]}', ${contact}::uuid,
           ${END}::date - (v * 7 % ${DAYS}::int), h.id, h.village, NULL, ${END}::date - (v * 7 % ${DAYS}::int)
    FROM generate_series(0, ${size.visits - 1}::int) v JOIN h ON h.n = v % ${size.households}::int CROSS JOIN m`;
  await prisma.$executeRaw`
    WITH m AS (SELECT array_agg(id) AS ids FROM message)
    INSERT INTO record (id, message_id, index, kind, state, data, contact_id, occurred_on, village, subject, created_at)
    SELECT gen_random_uuid(), m.ids[p % 1000 + 1], 1000000 + p, 'project', 'active',
           jsonb_build_object('stage', (ARRAY['在建', '完工待验收', '未开工'])[p % 3 + 1], 'fundsReceived', p % 100 * 1000),
           ${contact}::uuid, ${END}::date - p % 300, '第' || p % 200 + 1 || '村', '项目' || p / 4, ${END}::date - p % 300
    FROM generate_series(0, ${size.projects - 1}::int) p CROSS JOIN m`;
  await prisma.$executeRaw`ANALYZE`;
}
