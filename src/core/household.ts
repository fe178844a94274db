/** A household of the register, as matching and replies need it. */
export interface Household {
  code: string; // 户编码: the register's own, unique
  town: string;
  village: string;
  group: string; // 村民小组, e.g. "三组"
  householder: string;
  aliases: readonly string[];
  category: string; // 脱贫户, 监测户…
  monitorKind: string; // 边缘易致贫户…, '' where it is none
  population: number | null;
  helper: string; // 帮扶责任人
}

/** An official who writes in the groups: cadre, leader or clerk. */
export interface Person {
  name: string;
  unit: string;
  post: string;
  role: 'cadre' | 'leader' | 'clerk';
  villages: readonly string[]; // villages (or a town) the person is responsible for
  nicknames: readonly string[];
}

/** How a written name led to a household. Only `exact` and `alias` are beyond doubt; the others are said in the receipt. */
export type MatchedBy = 'exact' | 'alias' | 'homophone' | 'slip';

export type HouseholdMatch =
  | { type: 'one'; household: Household; by: MatchedBy }
  | { type: 'many'; households: readonly Household[]; by: MatchedBy }
  /** `near`: at most five whose name resembles it, or that bear it elsewhere; for asking back, never for storing. */
  | { type: 'none'; near?: readonly Household[] };

/** What is known about where the household is. Stated places bind; `villages` only breaks ties that nothing stated can break. */
export interface WhereStated {
  town?: string | undefined;
  village?: string | undefined;
  group?: string | undefined; // "三组", "3组", "第三组" are the same
}

/** The register in memory: lookups cost the same at 200 and at 200,000 households. */
export interface HouseholdIndex {
  readonly size: number;
  readonly version: string;
  /** A name or nickname as written ("张伟", "老赵", "王翠华"): which household is it? Never guesses between two. */
  find(name: string, where?: WhereStated): HouseholdMatch;
  byCode(code: string): Household | undefined;
  /**
   * The longest exact name or nickname of the register that starts at `at`, or undefined.
   * For finding names in running text; allocation-light.
   */
  nameAt(text: string, at: number): { name: string; households: readonly Household[] } | undefined;
  /** A village as written ("青石沟", "青石沟村"): its full name and town; undefined when the register has none such, `many` when two towns do. */
  village(written: string): { village: string; towns: readonly string[] } | undefined;
  /** The longest village (with or without 村) that starts at `at`. */
  villageAt(
    text: string,
    at: number,
  ): { written: string; village: string; towns: readonly string[] } | undefined;
  town(written: string): string | undefined;
}
