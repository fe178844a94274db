/** How the stations wake one another. A job only says where there is work; the work itself is in the database. */
export interface Wake {
  /** Conversations with messages that wait. Never rejects: what is not woken now, the sweep finds. */
  turns(conversationIds: Iterable<string>): Promise<void>;
  /** Conversations with something to say. Likewise. */
  deliveries(conversationIds: Iterable<string>): Promise<void>;
  /** Somebody asked for their to-dos. Likewise. */
  todos(): Promise<void>;
}

/** Says at once what there is to say in a conversation. Rejects where that could not be done. */
export type Deliver = (conversationId: string) => Promise<void>;

/** A process that holds the login needs no job to tell itself that there is something to say. */
export interface WakeHere extends Wake {
  /** From now on deliveries go straight to `deliver`, while `able` says so; without arguments, through the queue again. */
  deliverHere(deliver?: Deliver, able?: () => boolean): void;
}
