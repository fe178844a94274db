import type { SharedWords } from '../intents/schema.js';

const NUM =
  '(?:\\d[\\d,]{0,15}(?:\\.\\d{1,6})?|[零〇一二两三四五六七八九十百千万半壹贰叁肆伍陆柒捌玖拾]{1,12})';
const MONEY =
  '(?:(?:约|大概|近|将近)?(?:\\d[\\d,]{0,15}(?:\\.\\d{1,6})?|[零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]{1,12}(?![下直些般样定起点]))\\s?(?:多|余|来)?(?:亿|千万|百万|万|千|百)?(?:\\d{1,4}(?:千\\d{0,3}百?\\d?)?)?(?:多|余|来)?(?:元|块钱|块)?(?:[一二三四五六七八九]毛)?)';
const DAY = '(?:\\d{1,2}|[一二三四五六七八九十廿卅]{1,3})';
const DATE =
  `(?:(?:\\d{2,4}|[二〇零一三四五六七八九]{4}|今|去|前|明)年\\s?)?(?:(?:${DAY}|元)月(?:${DAY}[日号]?|上旬|中旬|下旬|底|初|中)?|\\d{4}[-./]\\d{1,2}[-./]\\d{1,2}|\\d{1,2}[-./]\\d{1,2}(?![\\d%])|${DAY}[日号])` +
  '|(?:\\d{4}[-./年]\\d{1,2}[-./月]\\d{1,2}日?)' +
  '|(?:本|这个|上|上个|下|下个|当)月\\s?\\d{1,2}[日号]' +
  '|(?:大前天|前天|昨天|昨日|昨晚|昨|今天|今日|今早|今晚|今|明天|明日|明早|明晚|后天|大后天|刚才|刚刚|本月底|本月|上月|下月底|下月|月底|月初|年底|年内|本周[一二三四五六日天末]?|上周[一二三四五六日天]?|下周[一二三四五六日天]?|这周[一二三四五六日天]?|(?:周|星期|礼拜)[一二三四五六日天末])';

/** The word lists that the engine itself looks at. */
const OWN_LISTS = [
  'after-name',
  'asked-after',
  'asking',
  'doubt',
  'kin',
  'met',
  'nickname-ends',
  'nickname-fronts',
  'none',
  'orgs',
  'people',
  'posts',
  'reporting',
  'splitters',
  'unreached',
  'unreached-behind',
  'unsure',
  'visit-verbs',
];

/** What {…} stands for in the patterns of a definition. All are bounded: no pattern can run away. */
export function placeholders(words: SharedWords): Map<string, string> {
  const surnames = (words.lists['surnames'] ?? []).join('');
  const doubled = (words.lists['double-surnames'] ?? []).join('|');
  const posts = alternation(words.lists['posts'] ?? []);
  const map = new Map([
    ['num', NUM],
    ['money', MONEY],
    // 五成, 八成五, 六成半.
    [
      'tenths',
      '(?:[一二三四五六七八九]|\\d)成(?:[一二三四五六七八九半](?![一二三四五六七八九十百千万成户人个]))?',
    ],
    // With a word for its unit: 18600块, 7万3千5, 一万八.
    [
      'sum',
      `(?:${MONEY}(?:(?<=[万亿元块千百])|(?<=[万千]\\d{1,4})(?![\\d./]|\\s?[月年日号户人笔])|(?<=[万千][一二三四五六七八九])(?![月年日号户人笔])))`,
    ],
    ['date', `(?:${DATE})`],
    // Thinking better of it: "，哦不对，是".
    [
      'again',
      `[,\\s]{1,3}(?:哎呀?|呃)?${alternation(words.lists['taken-back'] ?? [])}(?:是)?(?:了|啦|哈|啊|呀)?[,\\s]{0,3}(?:应该|应当)?(?:是|为|有)?`,
    ],
    [
      'day',
      '(?:(?:\\d{4}年)?\\d{1,2}月\\d{1,2}[日号]?|\\d{4}[-./]\\d{1,2}[-./]\\d{1,2}|\\d{1,2}\\.\\d{1,2}(?!\\d))',
    ],
    [
      'name',
      `(?:(?:${doubled || '(?!)'})[\\u4e00-\\u9fff]{1,2}|[${surnames || '(?!)'}][\\u4e00-\\u9fff]{1,2})`,
    ],
    ['title', posts],
    ['surname', `[${surnames || '(?!)'}]`],
    ['han', '[\\u4e00-\\u9fff]'],
    ['end', '(?=[\\s,。;!?、)]|$)'],
    ['start', '(?<=[\\s,。;:!?、(]|^)'],
  ]);
  // A county may do without a list: then nothing is found by it.
  for (const name of OWN_LISTS) map.set(`words:${name}`, alternation([]));
  for (const [name, list] of Object.entries(words.lists)) map.set(`words:${name}`, alternation(list));
  // In their order: a fragment takes in lists, and fragments written before it.
  for (const [name, source] of Object.entries(words.fragments))
    map.set(`words:${name}`, `(?:${filled(source, map)})`);
  return map;
}

export function alternation(words: readonly string[]): string {
  if (words.length === 0) return '(?!)';
  const sorted = [...words].sort((a, b) => b.length - a.length);
  return `(?:${sorted.map(escape).join('|')})`;
}

export function escape(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Fills the placeholders of a pattern. Throws a RangeError that names an unknown one, a SyntaxError for a bad expression. */
export function toRegExp(source: string, known: ReadonlyMap<string, string>, flags = 'd'): RegExp {
  return new RegExp(filled(source, known), flags);
}

function filled(source: string, known: ReadonlyMap<string, string>): string {
  return source.replace(/\{([a-z][a-z:-]*)\}/g, (_, name: string) => {
    const value = known.get(name);
    if (value === undefined)
      throw new RangeError(`unknown {${name}}; allowed: ${[...known.keys()].map((k) => `{${k}}`).join(' ')}`);
    return value;
  });
}
