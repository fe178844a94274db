import { pinyin } from 'pinyin-pro';
import { inOnePiece } from './sheet.js';
import { isDigit, isHan, type Span } from './span.js';
import { Trie } from './trie.js';

/** A slip of the pen: what was written and which term was meant. */
export interface Typo extends Span {
  written: string;
  meant: string;
}

/** What may have been meant by a slip: the term, and whether the slip is itself everyday words. */
export type Slips = Trie<string>;

/** The 3,755 everyday characters (GB 2312, first plane), from the encoding itself. */
function everyday(): string[] {
  const bytes: number[] = [];
  for (let row = 0xb0; row <= 0xd7; row++) for (let cell = 0xa1; cell <= 0xfe; cell++) bytes.push(row, cell);
  return [...new TextDecoder('gb18030').decode(Uint8Array.from(bytes))].filter((c) => isHan(c.charCodeAt(0)));
}

let bySound: Map<string, string[]> | undefined;
const soundOf = new Map<string, string>();

function sound(char: string): string {
  let known = soundOf.get(char);
  if (known === undefined) soundOf.set(char, (known = pinyin(char, { toneType: 'none', type: 'string' })));
  return known;
}

function homophones(char: string): readonly string[] {
  if (!bySound) {
    bySound = new Map();
    for (const c of everyday()) {
      const s = sound(c);
      const list = bySound.get(s);
      if (list) list.push(c);
      else bySound.set(s, [c]);
    }
  }
  return bySound.get(sound(char)) ?? [];
}

/** Every slip of one character, by sound or shape, of every term; built once per set of definitions. */
export function compileSlips(
  terms: readonly string[],
  lookalikes: readonly string[],
  innocent: readonly string[],
): Slips {
  const shapes = new Map<string, Set<string>>();
  for (const family of lookalikes)
    for (const a of family) for (const b of family) if (a !== b) (shapes.get(a) ?? setIn(shapes, a)).add(b);
  const known = new Set(terms);
  const harmless = new Set(innocent);
  const slips: Slips = new Trie();
  // Longer terms first: "监侧户" is a slip of 监测户 rather than of 监测.
  for (const term of [...known].sort((a, b) => b.length - a.length)) {
    if (term.length < 2 || term.length > 6 || ![...term].every((c) => isHan(c.charCodeAt(0)))) continue;
    for (let i = 0; i < term.length; i++) {
      const char = term[i]!;
      for (const other of new Set([...homophones(char), ...(shapes.get(char) ?? [])])) {
        if (other === char) continue;
        const slip = term.slice(0, i) + other + term.slice(i + 1);
        if (!known.has(slip) && !harmless.has(slip)) slips.add(slip, term);
      }
    }
  }
  return slips;
}

function setIn(map: Map<string, Set<string>>, key: string): Set<string> {
  const set = new Set<string>();
  map.set(key, set);
  return set;
}

/**
 * Slips at the places where a term is to be expected: after a mark or another term, and before a mark, a digit or another term.
 * Anywhere else the same characters may be innocent.
 */
export function findTypos(text: string, slips: Slips, terms: Trie<string>): Typo[] {
  const found: Typo[] = [];
  let boundary = true;
  for (let at = 0; at < text.length;) {
    const unit = text.charCodeAt(at);
    if (!isHan(unit)) {
      boundary = !isDigit(unit);
      at++;
      continue;
    }
    if (boundary) {
      const term = terms.longest(text, at);
      let slip: Typo | undefined;
      // 户类形 is a slip of 户类型, though 户类 is a word of its own.
      slips.each(text, at, (meant, to) => {
        if (
          to > term &&
          (term === at || meant.startsWith(text.slice(at, term))) &&
          closes(text, to, terms, slips)
        )
          slip = { from: at, to, written: text.slice(at, to), meant };
      });
      if (slip) {
        found.push(slip);
        at = slip.to;
        continue;
      }
      if (term > at) {
        at = term;
        continue;
      }
    }
    boundary = false;
    at++;
  }
  return found;
}

function closes(text: string, at: number, terms: Trie<string>, slips: Slips): boolean {
  if (at >= text.length) return true;
  const unit = text.charCodeAt(at);
  if (!isHan(unit)) return unit !== 0x25 && (isDigit(unit) || unit < 0x80 || !/\p{L}/u.test(text[at]!));
  let known = terms.longest(text, at) > at;
  if (!known) slips.each(text, at, (_, to) => (known ||= to >= text.length || !isHan(text.charCodeAt(to))));
  return known;
}

export function mend(text: string, typos: readonly Typo[]): string {
  if (typos.length === 0) return text;
  let out = '';
  let at = 0;
  for (const typo of typos) {
    out += text.slice(at, typo.from) + typo.meant;
    at = typo.to;
  }
  return inOnePiece(out + text.slice(at));
}
