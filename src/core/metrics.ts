/** What the pipeline counts; `main` keeps it in Prometheus. Names and labels are listed in docs/DEPLOY.md. */
export interface Metrics {
  received(gateway: string, type: string): void;
  saved(count: number): void;
  spooled(count: number): void;
  processed(outcome: 'done' | 'failed', count: number): void;
  turn(seconds: number, messages: number): void;
  delivered(verdict: 'sent' | 'retried' | 'failed' | 'unknown' | 'dropped', count: number): void;
  /** From the message's arrival to its receipt being handed to the gateway. */
  answered(seconds: number): void;
}

export const noMetrics: Metrics = {
  received() {},
  saved() {},
  spooled() {},
  processed() {},
  turn() {},
  delivered() {},
  answered() {},
};
