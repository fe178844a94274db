import type { Trie } from './trie.js';

/** "总投资｜68万元": on lines of two cells each, the mark between them is a colon. */
const PAIR = /^([^|\n:]{1,12})\|(?=[^|\n]*$)/gm;
const LEAST_PAIRS = 2;

/** "▲水渠——停工": in a list whose items each have a dash behind their first words, the dash is a colon. */
const HEADED_ITEM =
  /^([ \t]*(?:•|[①-⑳]|\d{1,2}[.、)])[ \t]*[\u4e00-\u9fff][^\n:,。;!?—–-]{1,24}?(?<=[\u4e00-\u9fff)])(?<![年月日号周]))[ \t]?(?:—{1,2}|–|--?)[ \t]?(?=[\u4e00-\u9fff\d])/gm;
const LEAST_ITEMS = 2;

/** Dialect as the written language has it (今儿: 今天), and marks that stand for colons; lengths stay. */
export function restate(text: string, dialect: Trie<string>): string {
  const said = written(text, dialect);
  return itemHeads(pairs(said));
}

function pairs(text: string): string {
  if (!text.includes('|')) return text;
  const found = text.match(PAIR)?.length ?? 0;
  return found >= LEAST_PAIRS ? text.replace(PAIR, '$1:') : text;
}

function itemHeads(text: string): string {
  if (!text.includes('\n') || !/[—–-]/.test(text)) return text;
  const found = text.match(HEADED_ITEM)?.length ?? 0;
  if (found < LEAST_ITEMS) return text;
  return text.replace(HEADED_ITEM, (all: string, head: string) => `${head}:`.padEnd(all.length));
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
