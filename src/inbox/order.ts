import { consequences } from '../act/index.js';
import type { BulletinDesk } from '../bulletin/index.js';
import type { BulletinOrder } from '../core/bulletin.js';
import type { Person } from '../core/household.js';
import { privateConversation } from '../store/address-book.js';
import { bulletinLedger } from '../store/bulletins.js';
import type { Store } from '../store/client.js';
import { inTransaction } from '../store/turn.js';
import { TurnWrites } from '../store/turn-write.js';

export interface OrderDeps {
  store: Store;
  gateway: string;
  desk: BulletinDesk;
  mask(text: string): string;
  newId(): string;
}

/** What came of an order: the bot's answer, whether anything was changed, and who has something to hear now. */
export interface Ordered {
  say: string;
  done: boolean;
  speaking: ReadonlySet<string>;
}

/**
 * Carries out what somebody ordered on the page about an issue, by the rules that hold for words, in one transaction.
 * What settles the issue is also said to them in private: a button that somebody else pressed in their name does not go
 * unnoticed. Undefined where there is no such issue.
 */
export async function orderIssue(
  deps: OrderDeps,
  order: BulletinOrder,
  person: Person,
): Promise<Ordered | undefined> {
  const { store, gateway, desk, mask, newId } = deps;
  return inTransaction(store, async (tx) => {
    const decision = await desk.carryOut(order, person, bulletinLedger(tx));
    if (!decision) return undefined;
    const conversation = await privateConversation(tx, gateway, order.contactId);
    const writes = new TurnWrites(tx, gateway, conversation, order.now, new Map());
    const settles = decision.change?.set.state !== undefined && decision.change.set.state !== 'draft';
    if (settles)
      writes.add({
        type: 'say',
        say: {
          conversation: { id: conversation },
          key: `bulletin-page:${newId()}`,
          purpose: 'bulletin-page',
          text: mask(decision.say),
          mentions: [],
          because: { ...decision.because, page: true },
          attachments: decision.files,
        },
      });
    for (const effect of consequences(decision, { page: order.contactId })) writes.add(effect);
    await writes.flush();
    return { say: decision.say, done: decision.change !== undefined, speaking: writes.speaking };
  });
}
