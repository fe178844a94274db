import type { HandlerDeps, Handler, Voice } from './case.js';
import { digestOf } from './digest.js';
import { keepFiles } from './outputs.js';
import { groupText } from './view.js';

/** Approving an issue and taking it back: what goes to the groups. */
export function publishing({ render }: HandlerDeps, voice: Voice): Record<'approve' | 'withdraw', Handler> {
  const { draftText, say, cause, settled } = voice;
  return {
    async approve(one) {
      const over = settled(one);
      if (over) return over;
      if (one.issue.state === 'returned')
        return { say: say(one, 'bulletin-returned', {}), because: cause(one) };
      // What was approved is what was read: an edit in between has to be seen first.
      const read = one.message.seen ?? (await one.ledger.shownTo(one.message.contactId, one.issue.id));
      if (read !== one.issue.revision)
        return {
          say: `${say(one, 'bulletin-changed', { revision: one.issue.revision })}\n${draftText(one, one.issue)}`,
          because: cause(one),
        };
      const last = Math.max(
        0,
        ...one.issues
          .filter((i) => i.kind === one.issue.kind && i.year === one.issue.year)
          .map((i) => i.number),
      );
      if (one.number !== last + 1)
        return { say: say(one, 'bulletin-order', { number: last + 1 }), because: cause(one) };
      const digest = digestOf(one.issue);
      const { shown, filed } = await keepFiles(one.definition, one.issue, one.number, render, one.ledger);
      const rooms = one.definition.audience ? await one.ledger.rooms(one.definition.audience.rooms) : [];
      return {
        say: say(one, 'bulletin-approved', {
          title: one.definition.title,
          rooms: rooms.length,
          by: one.person.name,
        }),
        files: filed,
        because: cause(one),
        change: {
          issueId: one.issue.id,
          set: {
            state: 'approved',
            number: one.number,
            digest,
            approvedBy: one.person.name,
            approvedAt: one.message.now,
          },
        },
        broadcast: {
          key: `bulletin:${one.issue.id}`,
          text: groupText(one.definition, one.issue, one.number, render),
          rooms: rooms.map((room) => room.id),
          issueId: one.issue.id,
          withdraw: false,
          files: shown,
        },
        audit: {
          actor: one.person.name,
          action: 'bulletin.approve',
          detail: { bulletin: one.issue.id, number: one.number, digest },
        },
      };
    },

    async withdraw(one) {
      if (one.issue.state !== 'approved')
        return { say: say(one, 'bulletin-not-out', {}), because: cause(one) };
      if (one.command.rest === '') return { say: say(one, 'bulletin-why', {}), because: cause(one) };
      const reached = (await one.ledger.deliveries(one.issue.id)).filter((row) =>
        ['sent', 'sending', 'unknown'].includes(row.state),
      );
      return {
        say: say(one, 'bulletin-withdrawn', { rooms: reached.reduce((sum, row) => sum + row.count, 0) }),
        because: cause(one),
        change: { issueId: one.issue.id, set: { state: 'withdrawn' } },
        broadcast: {
          key: `bulletin-withdrawn:${one.issue.id}`,
          text: say(one, 'bulletin-withdrawal', { title: one.definition.title, reason: one.command.rest }),
          rooms: reached.flatMap((row) => row.conversations),
          issueId: one.issue.id,
          withdraw: true,
        },
        audit: {
          actor: one.person.name,
          action: 'bulletin.withdraw',
          detail: { bulletin: one.issue.id, reason: one.command.rest },
        },
      };
    },
  };
}
