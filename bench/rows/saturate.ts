import { openFlow, tally, type Flow, type FlowOptions } from '../flow.js';
import { whole } from '../numbers.js';

/** Ten messages waiting in each of the 27 groups: as busy as it gets, and still no backlog that flatters by being merged. */
export const IN_FLIGHT = 270;

export interface Saturated {
  perSecond: number;
  /** What is in the ledger afterwards. */
  says: string;
}

/** Messages a second when there is always more to do; the first messages of the stream warm up and do not count. */
export async function saturate(options: FlowOptions, warmUp: number, count: number): Promise<Saturated> {
  const flow: Flow = await openFlow(options);
  try {
    await flow.run(warmUp, IN_FLIGHT);
    const seconds = await flow.run(count, IN_FLIGHT);
    const { messages, records, receipts, texts } = await tally(flow.store);
    return {
      perSecond: count / seconds,
      says: `${whole(messages)} messages: ${whole(records)} records, ${whole(receipts)} receipts in ${whole(texts)} texts`,
    };
  } finally {
    await flow.close();
  }
}
