/** How many times one person was asked for something within a week, and why. */
export interface AskedPerson {
  person: string;
  unit: string;
  /** Messages with to-dos. */
  todos: number;
  why: { duty: string; title: string; times: number }[];
  /** Questions asked back about reports. */
  questions: number;
}

/** How often people were asked within a week, by its key (2026-W20); this week without. */
export type AskedReader = (week: string | undefined) => Promise<{ week: string; people: AskedPerson[] }>;
