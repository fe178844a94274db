import { pinyin } from 'pinyin-pro';

// Characters with two readings that are both usual in given names; all others take pinyin-pro's first reading.
const TWO_READINGS: Record<string, string[]> = {
  长: ['chang', 'zhang'],
  乐: ['le', 'yue'],
  行: ['xing', 'hang'],
  朝: ['chao', 'zhao'],
  重: ['zhong', 'chong'],
  茜: ['qian', 'xi'],
  柏: ['bai', 'bo'],
  翟: ['zhai', 'di'],
  覃: ['qin', 'tan'],
  晟: ['sheng', 'cheng'],
  车: ['che', 'ju'],
  扎: ['zha', 'za'],
  传: ['chuan', 'zhuan'],
};

// First characters of compound surnames that are read differently there (尉迟 yuchi, 万俟 moqi, 单于 chanyu, 澹台 tantai).
const COMPOUND_HEADS = /^[尉万单澹长]/;

const given = new Map<string, readonly string[]>();
const surname = new Map<string, readonly string[]>();
const compound = new Map<string, readonly string[]>();

function readings(char: string): readonly string[] {
  let found = given.get(char);
  if (!found) {
    found = TWO_READINGS[char] ?? [pinyin(char, { toneType: 'none' })];
    given.set(char, found);
  }
  return found;
}

function surnameReadings(char: string): readonly string[] {
  let found = surname.get(char);
  if (!found) {
    const plain = readings(char);
    const asSurname = pinyin(char, { toneType: 'none', surname: 'head' });
    // A surname pinyin-pro knows has one reading (单 shan, 解 xie); otherwise it may be a nickname's first character.
    found = plain[0] === asSurname ? plain : [asSurname];
    surname.set(char, found);
  }
  return found;
}

/** The toneless readings of each character of a name, its surname read as one. */
export function syllables(name: string): readonly (readonly string[])[] {
  const chars = [...name];
  const out = chars.map((char, i) => (i === 0 ? surnameReadings(char) : readings(char)));
  if (chars.length >= 3 && COMPOUND_HEADS.test(name)) {
    const head = chars[0]! + chars[1]!;
    let pair = compound.get(head);
    if (!pair) {
      pair = pinyin(head, { toneType: 'none', surname: 'head', type: 'array' });
      compound.set(head, pair);
    }
    if (pair.join() !== [readings(chars[0]!)[0], readings(chars[1]!)[0]].join()) {
      out[0] = [pair[0]!];
      out[1] = [pair[1]!];
    }
  }
  return out;
}

/** Every way to read the name, at most eight: `["chen da shan"]`. */
export function spoken(name: string): string[] {
  const read = syllables(name);
  // Hardly a name has a second reading.
  if (read.every((options) => options.length === 1)) return [read.map((options) => options[0]!).join(' ')];
  let ways: string[] = [''];
  for (const options of read) {
    const use = ways.length * options.length > 8 ? options.slice(0, 1) : options;
    ways = ways.flatMap((way) => use.map((option) => (way === '' ? option : `${way} ${option}`)));
  }
  return ways;
}

/** Whether two characters sound alike to a southern ear: z/zh, c/ch, s/sh, l/n, and front or back nasals. */
export function soundsLike(a: string, b: string): boolean {
  return readings(a).some((x) => readings(b).some((y) => loose(x) === loose(y)));
}

function loose(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^n(?=.)/, 'l')
    .replace(/([aei])ng$/, '$1n');
}
