import type { Metrics } from '../src/core/metrics.js';
import { createMetrics } from '../src/main/metrics.js';

/** The product's own metrics, which are part of what a message costs, with some of them told as they happen. */
export function counting(tell: { saved?: (n: number) => void; processed?: (n: number) => void }): Metrics {
  const { metrics } = createMetrics(() => Promise.reject(new Error('never scraped')));
  return {
    ...metrics,
    saved(count) {
      metrics.saved(count);
      tell.saved?.(count);
    },
    processed(outcome, count) {
      metrics.processed(outcome, count);
      if (outcome === 'failed') throw new Error('a message was set aside');
      tell.processed?.(count);
    },
  };
}
