import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects what nobody holds; WeakRefs to it are empty afterwards. Without `--expose-gc`. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  // A WeakRef holds on to what it was asked for until the turn of the event loop ends.
  await new Promise((resolve) => setTimeout(resolve, 10));
  gc();
}
