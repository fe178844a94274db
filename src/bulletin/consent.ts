import type { SharedWords } from '../intents/index.js';
import { placeholders, toRegExp } from '../understand/index.js';

/** What is no word of one's own, whatever words of decision it holds; from the fragments of `intents/words`. */
export interface Consent {
  /** Denied, on condition, later, hearsay, quoted, asked, or somebody else's. */
  lacks(text: string): boolean;
  /** Asks that something be left as it is: 不要撤回. */
  keeps(text: string): boolean;
  /** Ends with what denies the word behind it: 不要, 先别, 不用再. */
  denies(before: string): boolean;
}

/** A county may do without the fragments: then every word counts. */
export function consentOf(words: SharedWords): Consent {
  const known = placeholders(words);
  const of = (name: string): ((text: string) => boolean) => {
    if (!known.has(`words:${name}`)) return () => false;
    const pattern = toRegExp(`{words:${name}}`, known, '');
    return (text) => pattern.test(plain(text));
  };
  const [lacks, body] = [of('no-consent'), of('by-body')];
  return { lacks: (text) => lacks(text) || body(text), keeps: of('no-undoing'), denies: of('no-deed') };
}

/** As the patterns of the definitions see a text. */
const plain = (text: string): string => text.normalize('NFKC').trim();
