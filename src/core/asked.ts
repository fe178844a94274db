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
