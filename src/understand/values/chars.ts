/** Classes of characters as bits in one table: a lookup costs the same for any class, and no regex runs over a whole message. */

export const DIGIT = 1;
export const HAN_DIGIT = 2; // 一…九 两 〇 零 and the banker's forms
export const HAN_UNIT = 4; // 十 百 千 万 亿 廿 卅
export const LETTER = 8;
export const CJK = 16;
export const SURNAME = 32;
/** What a number counts or measures: "3.18万" and "3-5户" are no dates, "三户" is a count. */
export const MEASURE = 64;
/** Words after which a bare date may stand although no boundary is between: 截至3.18, 于周三. */
export const OPENER = 128;

const bits = new Uint8Array(65536);

function mark(chars: string, bit: number): void {
  for (let i = 0; i < chars.length; i++) {
    const code = chars.charCodeAt(i);
    bits[code] = bits[code]! | bit;
  }
}

for (let code = 0x3400; code <= 0x9fff; code++) bits[code] = CJK;
mark('0123456789', DIGIT);
mark('一二三四五六七八九两俩仨〇零壹贰叁肆伍陆柒捌玖', HAN_DIGIT);
mark('十百千万亿廿卅拾佰仟萬億', HAN_UNIT);
mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', LETTER);
mark('〇', CJK);
mark(
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦马苗凤花方俞任袁柳鲍史唐' +
    '费廉岑薛雷贺倪汤滕殷罗毕郝邬常乐于傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁' +
    '杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房丁邓石崔吉龚程嵇邢裴陆荣翁段侯武刘景龙叶幸黎' +
    '白蒲邰赖卓屠池乔闻党谭申冉牛温庄晏柴瞿阎连习艾向古易廖耿匡文欧聂辛饶曾沙丰关游肖全尚佘岳苟涂覃仇符邝奉敖代老小',
  SURNAME,
);
mark(
  '万亿千百元块角亩米户人个名口位公里吨斤克分倍级度平立次头只羊棵株条款天月年小折成例间处瓦匹件份张场家期批轮组社队班楼层栋项' +
    '岁秒辆台套袋桶箱册本顿笔种类届代把瓶盏根座所片段栏等%‰℃°㎡',
  MEASURE,
);
mark('在于从自到至截止和与及或是了今', OPENER);

/** Whether the character at `at` is of one of the classes. False outside the text. */
export function is(text: string, at: number, classes: number): boolean {
  return at >= 0 && at < text.length && (bits[text.charCodeAt(at)]! & classes) !== 0;
}

/** Nothing of a word: outside the text, space, punctuation, emoji. */
export function isBoundary(text: string, at: number): boolean {
  return !is(text, at, DIGIT | LETTER | CJK);
}

/** Skips at most two spaces; layouts have them, longer gaps part columns. */
export function skipSpaces(text: string, at: number): number {
  if (text.charCodeAt(at) !== 32) return at;
  return text.charCodeAt(at + 1) === 32 ? at + 2 : at + 1;
}

/** The end of the run of digits (or Chinese numerals) that starts at `at`; looks no further than `limit` characters. */
export function runEnd(text: string, at: number, classes: number, limit = text.length): number {
  const end = Math.min(text.length, at + limit);
  while (at < end && (bits[text.charCodeAt(at)]! & classes) !== 0) at++;
  return at;
}

/** Nothing of these stands among the characters of words. */
function mayBeWide(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x2012 && (code <= 0x3000 || code === 0x301c || code > 0xff00)) return true;
  }
  return false;
}

const WIDE = /[\u2012-\u2015\u2212\u3000\uff01-\uff5e\uffe5\u301c\u223c]/;
const WIDE_ALL = new RegExp(WIDE.source, 'g');

/** Half-width digits and punctuation, one kind of dash and tilde; the same length, so offsets stay true. */
export function fold(text: string): string {
  if (!mayBeWide(text) || !WIDE.test(text)) return text;
  return text.replace(WIDE_ALL, (c) => {
    const code = c.charCodeAt(0);
    if (code === 0x3000) return ' ';
    if (code === 0xffe5) return '¥';
    if (code === 0x301c || code === 0x223c) return '~';
    return code > 0xff00 ? String.fromCharCode(code - 0xfee0) : '-';
  });
}
