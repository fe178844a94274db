import type { Context } from 'hono';
import type { DeskDeps } from './desk/deps.js';
import { decline, looked, viewer, type Viewer } from './desk/viewer.js';

export type { Viewer } from './desk/viewer.js';

/** In whose name one looks at what is about people, and that it is written down. */
export interface Sight {
  /** Whoever `?as=` names. Throws an AppError for who is not on the list of officials. */
  viewer(c: Context): Promise<Viewer>;
  /** Into the audit trail: `action` such as look.message, `detail` names what was looked at. */
  looked(who: Viewer, action: string, detail: Record<string, string>): Promise<void>;
  /** Refuses, and writes down that it did. */
  declined(who: Viewer, detail: Record<string, string>): Promise<never>;
}

export function createSight(deps: DeskDeps): Sight {
  return {
    viewer: (c) => viewer(c, deps),
    looked: (who, action, detail) => looked(deps, who, action, detail),
    declined: (who, detail) => decline(deps, who, 'look.declined', detail),
  };
}
