import type { BackendFactory, ConnectionOptions, IQueueBackend } from 'bullmq';

/** What a queue or a worker of BullMQ is made of on one kind of server. */
export interface Made {
  options: { connection: ConnectionOptions; prefix?: string };
  factory: BackendFactory<IQueueBackend>;
}

/** The two servers a queue can live on. */
export interface Backend {
  readonly name: 'redis' | 'postgres';
  /** Rejects at once when the server is known to be away, so that nothing piles up while it is. */
  ready(): Promise<void>;
  /** For adding jobs: commands fail instead of waiting for a server that is away. */
  producer(): Made;
  /** For handling jobs: waits for a server that is away. */
  consumer(concurrency: number): Made;
  ping(): Promise<void>;
  /** Wakes idle workers of a queue in which jobs wait all the same. */
  nudge(queue: string): Promise<void>;
  warnings(): Promise<string[]>;
  close(): Promise<void>;
}

/** Adding a job, asking how many wait: none may take longer. */
export const PATIENCE_MS = 2000;
