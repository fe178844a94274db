import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Metrics } from '../core/metrics.js';

/** What waits, as the database and the queue tell at the moment of asking. */
export interface Backlog {
  pending: number;
  oldestSeconds: number;
  failed: number;
  queued: number;
  unknown: number;
}

/** The pipeline's figures in Prometheus form. `backlog` is asked at each scrape; when it fails its gauges are left out. */
export function createMetrics(backlog: () => Promise<Backlog>): { metrics: Metrics; registry: Registry } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'cuncunbao_' });
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `cuncunbao_${name}`, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `cuncunbao_${name}`, help, buckets, registers });

  const received = counter('messages_received_total', 'Messages that came from the gateway', [
    'gateway',
    'type',
  ]);
  const saved = counter('messages_saved_total', 'Messages that are in the inbox, redeliveries not counted');
  const spooled = counter('messages_spooled_total', 'Messages kept on disk because the database was away');
  const processed = counter('messages_processed_total', 'Messages worked off', ['outcome']);
  const delivered = counter('deliveries_total', 'Things to say, by how it ended', ['verdict']);
  const turns = histogram(
    'turn_seconds',
    'One transaction of one conversation',
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  );
  const answered = histogram(
    'answer_seconds',
    'From deciding on a text to handing it to the gateway',
    [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60],
  );
  backlogGauges(registers, backlog);

  return {
    registry,
    metrics: {
      received: (gateway, type) => received.inc({ gateway, type }),
      saved: (count) => saved.inc(count),
      spooled: (count) => spooled.inc(count),
      processed: (outcome, count) => processed.inc({ outcome }, count),
      turn: (seconds) => turns.observe(seconds),
      delivered: (verdict, count) => delivered.inc({ verdict }, count),
      answered: (seconds) => answered.observe(seconds),
    },
  };
}

/** One query for all of them: the first gauge asks, the others are set with it. */
function backlogGauges(registers: Registry[], backlog: () => Promise<Backlog>): void {
  const gauge = (name: string, help: string) => new Gauge({ name: `cuncunbao_${name}`, help, registers });
  const oldest = gauge('inbox_oldest_seconds', 'Age of the oldest message that waits');
  const failed = gauge('inbox_failed', 'Messages set aside for a person');
  const queued = gauge('outbox_queued', 'Things that wait to be said');
  const unknown = gauge('outbox_unknown', 'Deliveries nobody can know the end of');
  new Gauge({
    name: 'cuncunbao_inbox_pending',
    help: 'Messages that wait to be worked off',
    registers,
    async collect() {
      const now = await backlog().catch(() => undefined);
      if (!now) return;
      this.set(now.pending);
      oldest.set(now.oldestSeconds);
      failed.set(now.failed);
      queued.set(now.queued);
      unknown.set(now.unknown);
    },
  });
}
