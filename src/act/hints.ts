import type { Effect, NewRecord } from '../core/effects.js';
import { patternOf } from '../core/pattern.js';
import type { Turn } from './ports.js';

/**
 * What a report of a household might still be told, where its form has such a hint: to the reporter alone, in private, once for each
 * household ever. It asks for nothing, and nothing waits for an answer.
 */
export function hinted(turn: Turn, kept: readonly NewRecord[]): Effect[] {
  const { message, understanding, templates } = turn;
  if (message.replayed) return [];
  return kept.flatMap((record) => {
    const home =
      record.householdCode === undefined ? undefined : understanding.households.byCode(record.householdCode);
    if (!home) return [];
    const hints = (understanding.rule(record.kind)?.hints ?? []).filter(
      ({ off, unless }) => !off && !patternOf(unless).test(message.text),
    );
    return hints.map(({ id, says }): Effect => ({
      type: 'say',
      say: {
        conversation: { privateOf: message.contactId },
        key: `hint:${record.kind}:${id}:${home.code}`,
        purpose: 'hint',
        text: turn.mask(templates.renderText(says, { name: home.householder })),
        mentions: [],
        because: { message: message.id, record: record.id, hint: id },
        expiresAt: new Date(message.sentAt.getTime() + turn.receiptTtlMs),
      },
    }));
  });
}
