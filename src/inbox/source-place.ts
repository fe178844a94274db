import type { NewRecord } from '../core/effects.js';
import type { HouseholdIndex } from '../core/household.js';
import type { ItemPlace } from '../core/ledger.js';

/** 云岭县清源镇政府: the town of a unit; see `TOWN_IN_UNIT` of store/item-read.ts. */
const TOWN = /([^县市区]{1,8}(?:镇|乡|街道))/u;

/** The place that a record belongs to, once it is kept. */
export function placeOf(
  record: Pick<NewRecord, 'data' | 'householdCode' | 'village'>,
  households: HouseholdIndex,
): ItemPlace {
  const home = record.householdCode === undefined ? undefined : households.byCode(record.householdCode);
  if (home) {
    const { code, householder, town, village } = home;
    return { household: { id: '', code, householder }, town, village };
  }
  if (record.village === undefined) {
    const unit = record.data['leadUnit'];
    const written = typeof unit === 'string' ? TOWN.exec(unit)?.[1] : undefined;
    const town = written === undefined ? undefined : households.town(written);
    return town === undefined || town !== written ? {} : { town };
  }
  const towns = households.village(record.village)?.towns ?? [];
  return { village: record.village, ...(towns.length === 1 ? { town: towns[0]! } : {}) };
}
