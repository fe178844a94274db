import { bankCard } from './bank-card.js';
import { digitRuns, hasSevenDigits } from './digits.js';
import { idNumber } from './id-number.js';
import { passports } from './passport.js';
import { landline, mobile } from './phone.js';
import type { SensitiveSpan } from './types.js';

/** Nothing private is shorter than a local telephone number: `hasSevenDigits` relies on it. */
const SHORTEST = 7;

/**
 * Numbers of people (identity, telephone, bank card, passport) in a text, left to right, not overlapping. The one place
 * that says what is one: the check of a report, masking, and what is kept encrypted all ask here. Linear in the length.
 */
export function findSensitive(text: string): SensitiveSpan[] {
  if (text.length < SHORTEST || !hasSevenDigits(text)) return [];
  const found = passports(text);
  const rest = without(text, found);
  const letters = found.length;
  for (const run of digitRuns(rest)) {
    // Dates, counts and amounts.
    if (run.reduce((sum, group) => sum + group.digits.length, 0) < SHORTEST) continue;
    for (let i = 0; i < run.length;) {
      const hit =
        bankCard(rest, run, i) ?? idNumber(rest, run, i) ?? mobile(rest, run, i) ?? landline(rest, run, i);
      if (hit) found.push({ what: hit.what, from: hit.from, to: hit.to });
      i += hit?.groups ?? 1;
    }
  }
  return letters === 0 ? found : found.sort((a, b) => a.from - b.from);
}

/** What is found is as good as masked, so that masking twice changes nothing. */
function without(text: string, spans: readonly SensitiveSpan[]): string {
  if (spans.length === 0) return text;
  let out = '';
  for (const { from, to } of spans) out += text.slice(out.length, from) + '*'.repeat(to - from);
  return out + text.slice(out.length);
}
