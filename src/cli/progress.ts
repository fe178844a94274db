import { toLocal } from '../core/time.js';

const QUIET_MS = 2_000;
const EVERY_MS = 200;
const WIDTH = 24;

/** A bar on stderr for what takes more than two seconds on a terminal; nothing anywhere else. */
export function progressLine(): { show(share: number, at: Date): void; end(): void } {
  const start = Date.now();
  let shown = 0;
  let last = 0;
  return {
    show(share, at) {
      if (!Number.isNaN(share)) last = share;
      const now = Date.now();
      if (!process.stderr.isTTY || now - start < QUIET_MS || now - shown < EVERY_MS) return;
      shown = now;
      const full = Math.round(last * WIDTH);
      const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
      process.stderr.write(`\r${bar} ${Math.round(last * 100)}%  ${toLocal(at).slice(0, 16)}\x1b[K`);
    },
    end() {
      if (shown > 0) process.stderr.write('\r\x1b[K');
    },
  };
}
