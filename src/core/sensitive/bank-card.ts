import { before, bornIn, isAccount, isCode, partOfWord, touchesStar } from './around.js';
import type { DigitGroup } from './digits.js';
import type { SensitiveHit } from './types.js';

/** Card numbers have 16 to 19 digits (ISO/IEC 7812), accounts of rural banks up to 23. */
const CARD = /^\d{16,19}$/;
const ACCOUNT = /^\d{15,23}$/;
/** 6222 0212 3456 7890 128, 622202 1234567890128. */
const CARD_GROUPS = /^(?:4,4,4,4(?:,[1-4])?|6,1[0-3])$/;

const TEN = /^[\s\-－]?[xXｘＸ]/;

/**
 * A card or account number. Called one it is one whatever its checksum, since people mistype; without such a word it
 * has to be of China UnionPay (62…) or written with dashes, and its checksum right: codes of places and households
 * have as many digits.
 */
export function bankCard(text: string, run: DigitGroup[], at: number): SensitiveHit | undefined {
  const { from, to } = run[at]!;
  if (partOfWord(text, from) || touchesStar(text, from, to)) return undefined;
  const words = before(text, from);
  const account = isAccount(words);
  if (!account && isCode(words)) return undefined;
  let digits = '';
  let best: SensitiveHit | undefined;
  const lengths: number[] = [];
  for (let i = at; i < run.length && digits.length < 23; i++) {
    const group = run[i]!;
    digits += group.digits;
    lengths.push(group.digits.length);
    const single = lengths.length === 1;
    const dashed = !single && /^[-‐‑–—－]/.test(text.slice(run[at]!.to));
    const shaped = single || CARD_GROUPS.test(lengths.join());
    // An identity number, whatever it is called: with its check digit, or the X that stands for ten still to come.
    const checked =
      digits.length === 18 || (digits.length === 17 && TEN.test(text.slice(group.to, group.to + 2)));
    const own = checked && bornIn(digits.slice(6, 14));
    const named = account && ACCOUNT.test(digits) && shaped;
    const known =
      CARD.test(digits) && shaped && (digits.startsWith('62') || (dashed && /^[3-69]/.test(digits)));
    if (!own && !touchesStar(text, from, group.to) && (named || (known && luhn(digits))))
      best = { what: 'bank-card', from, to: group.to, groups: lengths.length };
    if (group.gap !== 'plain') break;
  }
  return best;
}

/** The check digit of ISO/IEC 7812. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const twice = digit * 2;
    sum += i % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 === 0;
}
