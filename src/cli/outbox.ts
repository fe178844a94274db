import { AppError } from '../core/errors.js';
import { newId } from '../core/ids.js';
import type { Clock } from '../core/ports.js';
import { keepAudit } from '../store/audit.js';
import type { Store } from '../store/client.js';
import { terminalUser } from './support.js';
import { resolveUnknown, unknownDeliveries } from '../store/outbox.js';

export type Decision = 'list' | 'resend' | 'drop';

export interface OutboxDeps {
  store: Store;
  clock: Clock;
  out(line: string): void;
}

/**
 * The `outbox` command: lists deliveries nobody can know the end of, one JSON object a line, or settles some of them by
 * a person's word, which the audit trail keeps. Throws an AppError, before anything is changed, when an id is not one of those.
 */
export async function outboxCommand(
  decision: Decision,
  ids: readonly string[],
  deps: OutboxDeps,
): Promise<void> {
  const { prisma } = deps.store;
  const open = await unknownDeliveries(prisma);
  if (decision === 'list') {
    for (const row of open) deps.out(JSON.stringify(row));
    return;
  }
  const strange = ids.filter((id) => !open.some((row) => row.id === id));
  if (strange.length > 0) {
    throw new AppError(
      'unknown-delivery',
      `not among the deliveries in doubt: ${strange.join(', ')} (see "cuncunbao outbox")`,
    );
  }
  const actor = terminalUser();
  for (const id of new Set(ids)) {
    const settled = await resolveUnknown(prisma, id, decision, deps.clock.now());
    if (settled)
      await keepAudit(prisma, {
        id: newId(),
        at: deps.clock.now(),
        actor,
        action: `outbox.${decision}`,
        detail: { outgoing: id },
      });
    deps.out(JSON.stringify({ id, decision, settled }));
  }
}
