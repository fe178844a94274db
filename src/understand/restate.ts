import type { Compiled } from './compiled.js';
import { withKnownMarks } from './marks.js';
import { blank } from './peel.js';
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
    pattern.lastIndex = 0;
    for (let m = pattern.exec(said); m; m = pattern.exec(said)) {
      const void_ = m.indices!.groups!['void'];
      if (void_) said = blank(said, [{ from: void_[0], to: void_[1] }]);
    }
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
  return done === 0 ? text : out + text.slice(done);
}
