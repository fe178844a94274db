import type { Household, Person } from './household.js';

/** A row of a register that was not taken, with the number a spreadsheet shows and the cause in the clerk's language. */
export interface Rejected {
  row: number;
  cause: string;
}

/** A household as a row of the register tells of it. */
export interface HouseholdRow extends Household {
  row: number;
  guarantor: string;
  /** The register's other columns, as they were; numbers that are private are masked here. */
  attributes: Record<string, string>;
  /** Identity and telephone numbers, by head: encrypted at rest. */
  private: Record<string, string>;
}

export interface PersonRow extends Person {
  row: number;
}

interface Parsed {
  file: string;
  sha256: string;
  sheet: string;
  rejected: Rejected[];
  warnings: string[];
}

/** What a register's file says: its heads tell whether it lists households or officials. */
export type ParsedRoster =
  | (Parsed & { kind: 'households'; households: HouseholdRow[] })
  | (Parsed & { kind: 'people'; people: PersonRow[] });
