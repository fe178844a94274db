/** What waits to be done. The database is the truth; a job only says where to look. */
export type QueueName = 'turn' | 'delivery' | 'sweep' | 'tick';

export const QUEUES: readonly QueueName[] = ['turn', 'delivery', 'sweep', 'tick'];

export type JsonObject = { [key: string]: string | number | boolean | null | JsonObject | JsonObject[] };

export interface NewJob {
  /**
   * Jobs with the same key: while one waits, further ones are the same job; one that comes while it runs runs once
   * more after it. Neither is lost, and neither needs the caller to know.
   */
  key: string;
  data: JsonObject;
  delayMs?: number | undefined;
}

export interface Worker {
  /** Takes no more jobs and resolves when those under way have ended. */
  close(): Promise<void>;
}

export interface Counts {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

export interface Queues {
  readonly backend: 'redis' | 'postgres';
  /** Throws an AppError `queue-away` (retry) within two seconds when the backend is away: the sweep will make up for it. */
  add(queue: QueueName, job: NewJob): Promise<void>;
  /** The same for many, in one round trip. */
  addMany(queue: QueueName, jobs: readonly NewJob[]): Promise<void>;
  /**
   * Handles the jobs of a queue, `concurrency` side by side. A handler that throws is called again, later and later,
   * five times in all, unless it throws an AppError with `retry: false`. Every handler must bear being run twice.
   * Resolves at once; where the backend is away, the work begins when it is there.
   */
  work(queue: QueueName, handler: (data: unknown) => Promise<void>, options: { concurrency: number }): Worker;
  /** Adds a job every `ms`. Kept up while this process lives, also when the backend lost everything. */
  every(queue: QueueName, key: string, ms: number, data: JsonObject): void;
  /** The same by a cron pattern in a time zone, e.g. `{ pattern: '0 9 * * 1-5', tz: 'Asia/Shanghai' }`. */
  schedule(queue: QueueName, key: string, when: { pattern: string; tz: string }, data: JsonObject): void;
  counts(): Promise<Record<QueueName, Counts>>;
  /** Throws an AppError `queue-away` when the backend is away. */
  ping(): Promise<void>;
  /** What is wrong with how the backend is set up, one line each: jobs could be lost with it. */
  warnings(): Promise<string[]>;
  close(): Promise<void>;
}
