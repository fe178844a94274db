import type { Household } from '../core/household.js';
import { isNickname } from './names.js';
import { soundsLike, spoken } from './pinyin.js';
import { finish, mix, Postings } from './postings.js';
import { lookalikes } from './similar.js';

/** A name of the register with the households that bear it; the first `exact` bear it as householder. */
export interface NameEntry {
  name: string;
  households: readonly Household[];
  exact: number;
}

const ANYWHERE = 0;

/** Finds names that sound like, or are one slip away from, a written one. All keys are also kept per village. */
export class Fuzzy {
  private readonly sounds = new Postings();
  private readonly slips = new Postings();
  private readonly villageNumbers = new Map<string, number>();

  constructor(private readonly entries: readonly NameEntry[]) {
    entries.forEach((entry, id) => this.add(entry, id));
    this.sounds.seal();
    this.slips.seal();
  }

  private add(entry: NameEntry, id: number): void {
    const { name, households, exact } = entry;
    // Of a nickname only the sound may vary: 王老汉 is not a slip of 黄老汉, and 老柳 not another spelling of 老刘.
    if (exact === 0 ? name.length < 3 : name.length < 2) return;
    const places = new Set([ANYWHERE]);
    for (const household of households) places.add(this.villageNumber(household.village));
    for (const way of spoken(name)) {
      const key = soundKey(way);
      for (const place of places) this.sounds.add(finish(mix(key, place)), id);
    }
    if (exact === 0 || name.length < 3) return;
    for (let at = 0; at < name.length; at++) {
      const key = gapKey(name, at);
      for (const place of places) this.slips.add(finish(mix(key, place)), id);
    }
  }

  private villageNumber(village: string): number {
    let number = this.villageNumbers.get(village);
    if (number === undefined) this.villageNumbers.set(village, (number = this.villageNumbers.size + 1));
    return number;
  }

  /** Numbers to look under: one for each stated village, or the one for the whole register. */
  private scopes(villages: ReadonlySet<string> | undefined): number[] {
    return villages ? [...villages].map((village) => this.villageNumbers.get(village) ?? -1) : [ANYWHERE];
  }

  /** The entries that sound exactly like the written name. */
  soundingLike(written: string, villages: ReadonlySet<string> | undefined): Set<NameEntry> {
    const found = new Set<NameEntry>();
    if (written.length < 2 || isNickname(written)) return found;
    for (const way of spoken(written)) {
      const key = soundKey(way);
      for (const scope of this.scopes(villages)) {
        this.sounds.visit(finish(mix(key, scope)), (id) => {
          const entry = this.entries[id]!;
          if (entry.name.length === written.length && spoken(entry.name).includes(way)) found.add(entry);
          return true;
        });
      }
    }
    return found;
  }

  /**
   * Calls `each` for every entry one character away until it returns false. `likely`: the characters look or sound
   * alike; `near`: it may just as well be another person, and is asked about.
   */
  slippedFrom(
    written: string,
    villages: ReadonlySet<string> | undefined,
    each: (entry: NameEntry, kind: 'likely' | 'near') => boolean,
  ): void {
    if (written.length < 3 || isNickname(written)) return;
    let going = true;
    for (let at = 0; at < written.length && going; at++) {
      const key = gapKey(written, at);
      for (const scope of this.scopes(villages)) {
        this.slips.visit(finish(mix(key, scope)), (id) => {
          const entry = this.entries[id]!;
          if (differsOnlyAt(entry.name, written, at)) going = each(entry, slipKind(entry.name, written, at));
          return going;
        });
      }
    }
  }
}

function slipKind(name: string, written: string, at: number): 'likely' | 'near' {
  const meant = name[at]!;
  const typed = written[at]!;
  return lookalikes(meant).has(typed) || soundsLike(meant, typed) ? 'likely' : 'near';
}

function differsOnlyAt(name: string, written: string, at: number): boolean {
  if (name.length !== written.length || name[at] === written[at]) return false;
  for (let i = 0; i < name.length; i++) if (i !== at && name[i] !== written[i]) return false;
  return true;
}

function soundKey(way: string): number {
  let hash = 7;
  for (let i = 0; i < way.length; i++) hash = mix(hash, way.charCodeAt(i));
  return hash;
}

function gapKey(name: string, gap: number): number {
  let hash = mix(mix(11, name.length), gap);
  for (let i = 0; i < name.length; i++) if (i !== gap) hash = mix(hash, name.charCodeAt(i));
  return hash;
}
