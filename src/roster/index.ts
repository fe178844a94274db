import type { Household, HouseholdIndex, HouseholdMatch, MatchedBy, WhereStated } from '../core/household.js';
import { Fuzzy, type NameEntry } from './fuzzy.js';
import { nameForms, tidyName } from './names.js';
import { lookalikes } from './similar.js';
import { Places, type Place } from './place.js';
import { finish, mix } from './postings.js';
import { Trie } from './trie.js';

const MOST_NEAR = 5;
// With everything people add to a name, (户主：…) and all. Longer ones are no names, and would cost more to compare.
const LONGEST = 60;

/**
 * The register in memory. Lookups cost the same at 200 and at 200,000 households; building takes about 0.6 s for these.
 * `version` defaults to a hash of the content, so that the same register has the same version in every process.
 */
export function createHouseholdIndex(households: Iterable<Household>, version?: string): HouseholdIndex {
  const all = [...households];
  const codes = new Map<string, Household>();
  for (const household of all) codes.set(household.code, household);
  const { names, entries } = nameTrie(all);
  const places = new Places(all);
  const fuzzy = new Fuzzy(entries);
  let hash: string | undefined;

  function find(name: string, where?: WhereStated): HouseholdMatch {
    if (name.length > LONGEST) return { type: 'none' };
    const place = places.resolve(where);
    // Most names stand in the register as they are written.
    const direct = bearing(names.get(tidyName(name)), place);
    if (direct) return direct;
    const forms = nameForms(name);
    const elsewhere: Household[] = [];
    for (const form of forms) {
      const entry = names.get(form);
      const found = bearing(entry, place);
      if (found) return found;
      if (entry) elsewhere.push(...entry.households);
    }
    if (place === 'nowhere') return none(elsewhere);
    const heard = byEar(forms, place);
    const slipped = heard?.type === 'many' ? undefined : bySlip(forms, place, elsewhere);
    return heard && slipped ? either(heard, slipped) : (heard ?? slipped!);
  }

  /** Where one name sounds like what was written and another looks like it, both are asked about. */
  function either(heard: HouseholdMatch, slipped: HouseholdMatch): HouseholdMatch {
    const all = [heard, slipped].flatMap((one) =>
      one.type === 'one' ? [one.household] : one.type === 'many' ? one.households : [],
    );
    return answer([...new Set(all)], 'homophone');
  }

  /** The households of a name at a place, if there are any. */
  function bearing(
    entry: NameEntry | undefined,
    place: Place | 'nowhere' | undefined,
  ): HouseholdMatch | undefined {
    const inside = entry ? within(entry.households, place) : [];
    if (!entry || inside.length === 0) return undefined;
    return answer(inside, entry.households.indexOf(inside[0]!) < entry.exact ? 'exact' : 'alias');
  }

  function byEar(forms: string[], place: Place | undefined): HouseholdMatch | undefined {
    for (const form of forms) {
      const found = new Set<Household>();
      for (const entry of fuzzy.soundingLike(form, place?.villages)) {
        for (const household of within(entry.households, place)) found.add(household);
      }
      if (found.size > 0) return answer([...found], 'homophone');
    }
    return undefined;
  }

  function bySlip(forms: string[], place: Place | undefined, elsewhere: Household[]): HouseholdMatch {
    // A name that the register has at another place is no slip: either the place is wrong or it is somebody else.
    if (elsewhere.length > 0) return none(elsewhere);
    const near: Household[] = [];
    for (const form of forms) {
      const likely = new Set<Household>();
      const take = (entry: NameEntry, kind: 'likely' | 'near') => {
        for (const household of within(entry.households.slice(0, entry.exact), place)) {
          if (kind === 'likely') likely.add(household);
          else if (near.length < MOST_NEAR) near.push(household);
        }
        return likely.size <= MOST_NEAR;
      };
      for (const other of editedForms(form)) {
        const entry = names.get(other);
        if (entry) take(entry, 'likely');
      }
      fuzzy.slippedFrom(form, place?.villages, take);
      // More than a handful is no question one could ask.
      if (likely.size > 0 && likely.size <= MOST_NEAR) return answer([...likely], 'slip');
      near.unshift(...likely);
    }
    return none(near);
  }

  function within(
    candidates: readonly Household[],
    place: Place | 'nowhere' | undefined,
  ): readonly Household[] {
    if (place === undefined) return candidates;
    return place === 'nowhere' ? [] : candidates.filter((household) => places.admits(place, household));
  }

  return {
    size: all.length,
    get version() {
      return (hash ??= version ?? contentHash(all));
    },
    find,
    byCode: (code) => codes.get(code),
    nameAt: (text, at) => names.longestAt(text, at),
    village: (written) => places.village(written),
    villageAt: (text, at) => places.villageAt(text, at),
    town: (written) => places.town(written),
  };
}

function answer(households: readonly Household[], by: MatchedBy): HouseholdMatch {
  return households.length === 1
    ? { type: 'one', household: households[0]!, by }
    : { type: 'many', households, by };
}

function none(near: readonly Household[]): HouseholdMatch {
  return near.length === 0
    ? { type: 'none' }
    : { type: 'none', near: [...new Set(near)].slice(0, MOST_NEAR) };
}

/** A doubled character taken out (陈大大山); for two-character names the lookalikes. */
function editedForms(form: string): string[] {
  const out: string[] = [];
  if (form.length >= 3) {
    for (let i = 1; i < form.length; i++) {
      if (form[i] === form[i - 1]) out.push(form.slice(0, i) + form.slice(i + 1));
    }
  } else if (form.length === 2) {
    for (const other of lookalikes(form[0]!)) out.push(other + form[1]!);
    for (const other of lookalikes(form[1]!)) out.push(form[0]! + other);
  }
  return out;
}

function nameTrie(all: readonly Household[]): { names: Trie<NameEntry>; entries: NameEntry[] } {
  const byName = new Map<string, { heads: Household[]; aliases: Household[] }>();
  const slot = (name: string) => {
    let found = byName.get(name);
    if (!found) byName.set(name, (found = { heads: [], aliases: [] }));
    return found;
  };
  for (const household of all) {
    const head = tidyName(household.householder);
    if (head.length >= 2) slot(head).heads.push(household);
    for (const written of household.aliases) {
      const alias = tidyName(written);
      if (alias.length >= 2 && alias !== head) slot(alias).aliases.push(household);
    }
  }
  const names = new Trie<NameEntry>();
  const entries: NameEntry[] = [];
  for (const [name, { heads, aliases }] of byName) {
    const entry = {
      name,
      households: aliases.length === 0 ? heads : [...new Set([...heads, ...aliases])],
      exact: heads.length,
    };
    entries.push(entry);
    names.set(name, entry);
  }
  return { names, entries };
}

function contentHash(all: readonly Household[]): string {
  let a = 1;
  let b = 2;
  const feed = (text: string) => {
    for (let i = 0; i < text.length; i++) a = mix(a, text.charCodeAt(i));
    b = mix(b, a ^ text.length);
  };
  for (const h of all) {
    for (const text of [
      h.code,
      h.town,
      h.village,
      h.group,
      h.householder,
      h.category,
      h.monitorKind,
      h.helper,
    ])
      feed(text);
    for (const alias of h.aliases) feed(alias);
    feed(String(h.population));
  }
  return finish(a).toString(16).padStart(8, '0') + finish(b).toString(16).padStart(8, '0');
}
