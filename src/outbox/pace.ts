/** Networks limit accounts that talk too fast: a least pause per conversation, with jitter, and a cap per minute for the account. */
export interface Pace {
  /** How long to wait before the conversation may be spoken to, in ms; 0 when it may be now. */
  wait(conversationId: string, now: number): number;
  /** Something was just said there. */
  said(conversationId: string, now: number): void;
}

export interface PaceOptions {
  roomMs: number; // least pause between two messages to one conversation
  perMinute: number; // most messages of the account in any minute; Infinity for none
  random(): number; // 0..1
}

const MINUTE = 60_000;
const REMEMBERED = 10_000;

export function createPace({ roomMs, perMinute, random }: PaceOptions): Pace {
  const next = new Map<string, number>();
  const recent: number[] = [];
  return {
    wait(conversationId, now) {
      while (recent.length > 0 && recent[0]! <= now - MINUTE) recent.shift();
      const room = (next.get(conversationId) ?? 0) - now;
      const account = recent.length < perMinute ? 0 : recent[0]! + MINUTE - now;
      return Math.max(0, room, account);
    },
    said(conversationId, now) {
      if (Number.isFinite(perMinute)) recent.push(now);
      if (roomMs === 0) return;
      if (next.size > REMEMBERED) for (const [id, at] of next) if (at <= now) next.delete(id);
      next.set(conversationId, now + roomMs * (1 + random() / 2));
    },
  };
}
