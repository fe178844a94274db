/** Numbers that belong to one person: what the sensitive check of a kind may name, in the order in which they are looked for. */
export const NUMBERS = ['bank-card', 'id-number', 'passport', 'phone'] as const;

/** Where such a number stands in a text. Offsets are UTF-16. */
export interface SensitiveSpan {
  what: (typeof NUMBERS)[number];
  from: number;
  to: number;
}

/** A number that begins with a group of a run, and how many groups it takes. */
export interface SensitiveHit extends SensitiveSpan {
  groups: number;
}
