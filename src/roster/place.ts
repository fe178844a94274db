import { numeralValue } from '../core/numerals.js';
import type { Household, WhereStated } from '../core/household.js';
import { spoken } from './pinyin.js';
import { Trie } from './trie.js';

export interface VillageEntry {
  village: string;
  towns: readonly string[];
}

type Written = VillageEntry & { written: string; bare: boolean };

/** What a household must fulfil. `nowhere`: a place was stated that the register does not have. */
export interface Place {
  villages: ReadonlySet<string> | undefined;
  towns: ReadonlySet<string> | undefined;
  group: string | undefined;
}

const VILLAGE_TAIL = /(?:村民委员会|居民委员会|村委会|居委会|行政村|自然村|中心村|社区|村委|村)$/;
const TOWN_TAIL = /(?:街道办事处|民族乡|街道办|街道|镇|乡|苏木)$/;
const GROUP_TAIL = /(?:村民小组|居民小组|生产队|小组|组|社|队)$/;
const GROUP_AT_END = /第?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:村民小组|居民小组|生产队|小组|组|社|队)$/;

// Longer than any place people write; what is longer would only cost time.
const LONGEST = 60;

function tidy(written: string): string {
  return /^[\u4e00-\u9fff]*$/.test(written) ? written : written.normalize('NFKC').replace(/\s+/g, '');
}

/** Without 村, 社区…; a name that would shrink to one character keeps it (张村). */
function bare(name: string, tail: RegExp): string {
  const cut = name.replace(tail, '');
  return cut.length >= 2 ? cut : name;
}

/** 三组 = 3组 = 第三组 = 三社 = 3 → "3"; 老屋组 → "老屋"; '' where nothing is said. */
export function groupKey(group: string): string {
  const text = tidy(group)
    .replace(GROUP_TAIL, '')
    .replace(/^.*[村镇乡](?=.)/, '')
    .replace(/^第/, '');
  return String(numeralValue(text) ?? text);
}

/** The villages and towns of a register, as people write them. */
export class Places {
  private readonly byName = new Map<string, VillageEntry>();
  private readonly byBare = new Map<string, VillageEntry[]>();
  private readonly bySound = new Map<string, Set<string>>();
  private readonly townsByName = new Map<string, string[]>();
  private readonly trie = new Trie<Written>();
  private readonly groups = new Map<string, string>();
  private readonly resolved = new Map<string, Place | 'nowhere'>();

  constructor(households: readonly Household[]) {
    const towns = new Map<string, Set<string>>();
    for (const { village, town } of households) {
      let set = towns.get(village);
      if (!set) towns.set(village, (set = new Set()));
      set.add(town);
    }
    for (const [village, set] of towns)
      if (village !== '')
        this.addVillage(
          village,
          [...set].filter((t) => t !== ''),
        );
    for (const town of new Set([...towns.values()].flatMap((set) => [...set])))
      if (town !== '') this.addTown(town);
    for (const entries of this.byBare.values()) this.addWritten(entries);
  }

  private addVillage(village: string, towns: string[]): void {
    const entry = { village, towns };
    const name = tidy(village);
    this.byName.set(name, entry);
    const short = bare(name, VILLAGE_TAIL);
    this.byBare.set(short, [...(this.byBare.get(short) ?? []), entry]);
    for (const sound of spoken(short)) {
      const set = this.bySound.get(sound) ?? new Set();
      this.bySound.set(sound, set.add(short));
    }
  }

  private addTown(town: string): void {
    const name = tidy(town);
    for (const key of new Set([name, bare(name, TOWN_TAIL)])) {
      this.townsByName.set(key, [...(this.townsByName.get(key) ?? []), town]);
    }
  }

  private addWritten(entries: VillageEntry[]): void {
    for (const entry of entries)
      this.trie.set(tidy(entry.village), { ...entry, written: tidy(entry.village), bare: false });
    if (entries.length > 1) return; // 石桥村 and 石桥社区: 石桥 alone says neither
    const entry = entries[0]!;
    const short = bare(tidy(entry.village), VILLAGE_TAIL);
    if (short.length < 2) return;
    for (const written of [short, `${short}村`]) {
      if (this.trie.get(written) === undefined)
        this.trie.set(written, { ...entry, written, bare: written === short });
    }
  }

  village(written: string): VillageEntry | undefined {
    if (written.length > LONGEST) return undefined;
    const { name, town } = this.split(tidy(written));
    const exact = this.byName.get(name);
    const entry = exact ?? single(this.byBare.get(bare(name, VILLAGE_TAIL)));
    if (!entry || !town) return entry;
    return entry.towns.includes(town) ? { village: entry.village, towns: [town] } : undefined;
  }

  villageAt(text: string, at: number): Written | undefined {
    const found = this.trie.longestAt(text, at);
    // 青山镇 is not the village 青山.
    return found?.bare &&
      /^(?:镇|乡|街道|县)/.test(text.slice(at + found.written.length, at + found.written.length + 2))
      ? undefined
      : found;
  }

  town(written: string): string | undefined {
    return (
      single(this.townsByName.get(tidy(written))) ??
      single(this.townsByName.get(bare(tidy(written), TOWN_TAIL)))
    );
  }

  /** undefined: nothing was stated. 'nowhere': the stated place is not in the register. */
  resolve(where: WhereStated | undefined): Place | 'nowhere' | undefined {
    if (!where?.town && !where?.village && !where?.group) return undefined;
    if ([where.town, where.village, where.group].some((part) => part && part.length > LONGEST))
      return 'nowhere';
    const key = `${where.town ?? ''}|${where.village ?? ''}|${where.group ?? ''}`;
    let place = this.resolved.get(key);
    if (place === undefined) {
      // What people write is bounded in practice, not in principle.
      if (this.resolved.size >= 5000) this.resolved.clear();
      this.resolved.set(key, (place = this.understand(where)));
    }
    return place;
  }

  private understand(where: WhereStated): Place | 'nowhere' {
    let villages: Set<string> | undefined;
    let towns: Set<string> | undefined;
    let group = where.group ? groupKey(where.group) : undefined;
    if (where.village) {
      const text = tidy(where.village);
      const ending = GROUP_AT_END.exec(text);
      const { name, town } = this.split(ending && ending.index > 0 ? text.slice(0, ending.index) : text);
      if (ending && ending.index > 0 && group === undefined) group = groupKey(ending[0]);
      villages = this.villagesNamed(name);
      if (villages.size === 0) return 'nowhere';
      if (town) towns = new Set([town]);
    }
    if (where.town) {
      const names =
        this.townsByName.get(tidy(where.town)) ?? this.townsByName.get(bare(tidy(where.town), TOWN_TAIL));
      if (!names) return 'nowhere';
      towns = new Set(towns ? names.filter((name) => towns!.has(name)) : names);
    }
    return { villages, towns, group: group === '' ? undefined : group };
  }

  admits(place: Place, household: Household): boolean {
    if (place.villages && !place.villages.has(household.village)) return false;
    // What the register leaves blank contradicts nothing.
    if (place.towns && household.town !== '' && !place.towns.has(household.town)) return false;
    if (place.group === undefined || household.group === '') return true;
    let key = this.groups.get(household.group);
    if (key === undefined) this.groups.set(household.group, (key = groupKey(household.group)));
    return key === place.group;
  }

  private villagesNamed(name: string): Set<string> {
    const exact = this.byName.get(name);
    if (exact) return new Set([exact.village]);
    const short = bare(name, VILLAGE_TAIL);
    const entries = this.byBare.get(short) ?? this.byBare.get(this.soundingLike(short) ?? '') ?? [];
    return new Set(entries.map((entry) => entry.village));
  }

  /** 青石勾 → 青石沟, when no second village sounds the same. */
  private soundingLike(short: string): string | undefined {
    const found = new Set(spoken(short).flatMap((sound) => [...(this.bySound.get(sound) ?? [])]));
    return found.size === 1 ? [...found][0] : undefined;
  }

  /** 双河镇青石沟村 → the town and the village's own name, where the first part is a town of the register. */
  private split(text: string): { name: string; town?: string } {
    if (this.byName.has(text)) return { name: text };
    for (let cut = 2; cut < text.length - 1; cut++) {
      const town = this.town(text.slice(0, cut));
      const name = text.slice(cut);
      if (town && (this.byName.has(name) || this.byBare.has(bare(name, VILLAGE_TAIL)))) return { name, town };
    }
    return { name: text };
  }
}

function single<T>(items: readonly T[] | undefined): T | undefined {
  return items?.length === 1 ? items[0] : undefined;
}
