const HOW_MANY = /(?:几|多少|好多)(?:个|口|名|位)?(?<of>户|家|人|亩|公里)(?!均|以|主|口)/gu;

const NUMBER = '[\\d一二三四五六七八九十百千万亿两半](?:余|多|来|个|名|位|口)*';
const STATED: Readonly<Record<string, RegExp>> = {
  户: new RegExp(`${NUMBER}[^，。；]{0,4}[户家]`, 'u'),
  家: new RegExp(`${NUMBER}[^，。；]{0,4}[户家]`, 'u'),
  人: new RegExp(
    `${NUMBER}(?:[^，。；]{0,8}(?:人|居民|群众|农民|教师|代表|劳动力|学生|儿童|医)|[名位口])`,
    'u',
  ),
  亩: new RegExp(`${NUMBER}亩`, 'u'),
  公里: new RegExp(`${NUMBER}公里`, 'u'),
};

/** Of what a question asks how many there are: 户, 人… */
export function countedIn(question: string): string[] {
  return [...new Set([...question.matchAll(HOW_MANY)].map((match) => match.groups!['of']!))];
}

/** Of what a text states a number: of 多少户 one that counts villages tells nothing. */
export function countsOf(text: string): ReadonlySet<string> {
  return new Set(Object.keys(STATED).filter((unit) => STATED[unit]!.test(text)));
}
