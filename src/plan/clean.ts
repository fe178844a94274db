import iconv from 'iconv-lite';
import { pinyin } from 'pinyin-pro';
import { normalise } from '../understand/normalise.js';
import type { Damage, Line, RawLine, Source } from './source.js';

const NOTE = /(?<=[\u3400-\u9fff])[(（]([a-zɑüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{1,6})[)）]/g;
const TAG = /<\/?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,200})?\/?>/gi;
const ENTITY: Record<string, string> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  ldquo: '“',
  rdquo: '”',
  middot: '·',
  mdash: '—',
};
/** Replacement marks; question marks in the middle of words; what is left of characters that a code page lacked. */
const HOLE =
  /\ufffd+|[\ue000-\uf8ff]+|[?？]{2,}|(?<=[\u4e00-\u9fff])\?(?=[\u4e00-\u9fff)）])|锟斤拷[锟斤拷]*|烫{3,}|屯{3,}/g;

/** Mends what can be mended, and marks what cannot. Lines keep their numbers. */
export function cleanLines(file: string, raw: readonly RawLine[]): Source {
  const damage: Damage[] = [];
  let notes = 0;
  let firstNote = 0;
  const lines = raw.map(({ text, cells }, i): Line => {
    const number = i + 1;
    const clean = (original: string): string => {
      const mended = recovered(original);
      if (mended !== original)
        damage.push({ line: number, code: 'recovered', words: excerpt(mended, 0, 12) });
      const untagged = mended
        .replace(TAG, '')
        .replace(/&([a-z]+);/g, (whole, name: string) => ENTITY[name] ?? whole);
      let removed = 0;
      const bare = untagged.replace(NOTE, (whole, note: string, at: number) => {
        if (!isReading(untagged[at - 1]!, note)) return whole;
        removed++;
        return '';
      });
      if (removed > 0 && notes === 0) firstNote = number;
      notes += removed;
      for (const hole of holesIn(bare)) damage.push({ line: number, code: 'unreadable', words: hole });
      return half(bare);
    };
    if (cells) {
      const cleaned = cells.map(clean);
      return { number, text: cleaned.join(' ').trim(), cells: cleaned };
    }
    return { number, text: clean(text).trim() };
  });
  if (notes > 0) damage.push({ line: firstNote, code: 'notes-removed', words: `${notes}处` });
  return { file, lines, damage };
}

/** Half width, simplified, spaces within words away. */
function half(text: string): string {
  return normalise(text)
    .text.replace(/[ \t]+/g, ' ')
    .replace(/(?<=\d) (?=[年月日])|(?<=[年月]) (?=\d)/g, '');
}

/** Whether the letters are how the character before them is read: 脱(tuo). */
function isReading(char: string, note: string): boolean {
  const toneless = (syllable: string): string =>
    syllable
      .normalize('NFD')
      .replace(/[\u0300-\u0307\u030c]/g, '')
      .replace(/ɑ/g, 'a')
      .replace(/ü|u\u0308/g, 'v');
  if (note !== toneless(note)) return true; // nobody writes tones but over a reading
  const simple = normalise(char).text;
  return [char, simple].some((one) =>
    pinyin(one, { type: 'array', multiple: true, toneType: 'none', v: true }).some(
      (reading) => reading === note,
    ),
  );
}

/** Text that was saved once as UTF-8 and read as another encoding can be turned back, where nothing was lost. */
function recovered(text: string): string {
  if (text.length < 4 || /^[\u0000-\u007f]*$/.test(text)) return text;
  for (const encoding of ['gbk', 'gb18030', 'windows-1252']) {
    const bytes = iconv.encode(text, encoding);
    try {
      const back = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      const chinese = back.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
      if (back.length < text.length && chinese * 3 > back.length && iconv.decode(bytes, encoding) === text)
        return back;
    } catch {
      // not that way
    }
  }
  return text;
}

/** Each damaged place with a few characters around it. */
function holesIn(text: string): string[] {
  return [...text.matchAll(HOLE)]
    .filter(
      (hole) =>
        !(
          hole[0].length === 1 &&
          /[吗呢么啥谁哪何几否]|多少|是不是/.test(text.slice(Math.max(0, hole.index - 24), hole.index))
        ),
    )
    .map((hole) => excerpt(text, hole.index, hole[0].length));
}

function excerpt(text: string, at: number, length: number): string {
  return normalise(text.slice(Math.max(0, at - 8), at + length + 8)).plain.trim();
}
