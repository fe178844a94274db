/** Calls that can be cut short together. */
export interface Calls {
  /** The outcome of `work`; or the error of `cut`, where that comes first. What it was doing goes on. */
  run<T>(work: Promise<T>): Promise<T>;
  /** Rejects every call that is under way. */
  cut(error: Error): void;
}

/**
 * What has ended is forgotten. A race of each call against one promise that lives as long as the process would not do:
 * such a promise keeps the outcome of every race it was ever in.
 */
export function openCalls(): Calls {
  const open = new Set<(error: Error) => void>();
  return {
    run(work) {
      return new Promise((resolve, reject) => {
        open.add(reject);
        work.then(resolve, reject).finally(() => open.delete(reject));
      });
    },
    cut(error) {
      for (const reject of open) reject(error);
      open.clear();
    },
  };
}
