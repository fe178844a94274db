/** How the stations wake one another. A job only says where there is work; the work itself is in the database. */
export interface Wake {
  /** Conversations with messages that wait. Never rejects: what is not woken now, the sweep finds. */
  turns(conversationIds: Iterable<string>): Promise<void>;
  /** Conversations with something to say. Likewise. */
  deliveries(conversationIds: Iterable<string>): Promise<void>;
}
