import type { Compiled } from './compiled.js';
import { withKnownMarks } from './marks.js';
import { matches } from './matches.js';
import { blank } from './peel.js';
import { inOnePiece } from './sheet.js';
import type { Trie } from './trie.js';

/**
 * The same message in the writing that the rules know, at the same length: dialect as the written language has it
 * (今儿: 今天), marks by what they stand for, and what the sender takes back in the same breath ("四口人，不对，三口") blanked out.
 */
export function restate(text: string, compiled: Compiled): string {
  return takenBack(withKnownMarks(written(text, compiled.dialect), compiled), compiled);
}

/** Up to the end of the marker the first saying is void; what is said instead follows. */
function takenBack(text: string, compiled: Compiled): string {
  const { signs, patterns } = compiled.repairs;
  if (!signs?.test(text)) return text;
  let said = text;
  for (const pattern of patterns) {
    const voids = matches(pattern, said).flatMap((m) => {
      const at = m.indices!.groups!['void'];
      return at ? [{ from: at[0], to: at[1] }] : [];
    });
    if (voids.length > 0) said = blank(said, voids);
  }
  return said;
}

function written(text: string, dialect: Trie<string>): string {
  let out = '';
  let done = 0;
  for (let at = 0; at < text.length;) {
    const to = dialect.longest(text, at);
    if (to > at) {
      out += text.slice(done, at) + dialect.get(text.slice(at, to))!;
      done = to;
    }
    at = Math.max(to, at + 1);
  }
  return done === 0 ? text : inOnePiece(out + text.slice(done));
}
