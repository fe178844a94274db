/** What a person said to a warning of a plan's draft: an answer, or that it is known. */
export interface PlanAnswer {
  warning: number; // 1-based
  text: string; // '' known, without more
  by: string;
  at: string; // ISO
}

/** A saved plan as a person decides on it. */
export interface PlanCase {
  id: string;
  short: string; // how people name it
  title: string;
  state: 'draft' | 'confirmed' | 'rejected';
  actions: number;
  problems: number;
  duties: number;
  unowned: number; // problems without an owner
  warnings: { detail: string; at: string[]; answer?: string | undefined }[];
  taken: number[]; // numbers of its problems that other problems bear
  unnumbered: number;
  items: number; // that it would bring, and of what: the deadlines of the whole plan are one
  brings: { actions: number; problems: number; stages: number; goals: number };
}
