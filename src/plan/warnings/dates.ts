import { printed } from '../print.js';
import type { Dated } from '../milestones.js';
import { type Check, dayName, type Findings, type Placed } from './found.js';

/** Two places that want the same thing done by different days. Neither is taken for right. */
export const conflictingDates: Check = (findings) => {
  const { vocabulary } = findings;
  const all = placed(findings).filter(
    ({ sentence }) => vocabulary.complete.test(sentence) || whole(sentence),
  );
  const warnings = new Map<string, ReturnType<Check>[number]>();
  const say = (what: string, a: Placed, b: Placed): void => {
    const places = [a.place, b.place];
    const key = `${what}|${places.join('|')}`;
    if (warnings.has(key)) return;
    const says = (one: Placed): string => `${one.place}写“${one.what}”，期限${dayName(one.due)}`;
    warnings.set(key, {
      code: 'conflicting-dates',
      detail: `${what}的期限前后不一：${says(a)}；${says(b)}`,
      at: places,
    });
  };
  for (const [i, a] of all.entries()) {
    for (const b of all.slice(i + 1)) {
      if (a.due === b.due || a.place === b.place) continue;
      // 全部开工 is no other day for 全部完工.
      if (vocabulary.begins.test(a.what) !== vocabulary.begins.test(b.what)) continue;
      if (a.due.slice(0, 4) !== b.due.slice(0, 4)) {
        if (sameEnd(a, b)) say(printed(a.what), a, b);
        continue;
      }
      const shared = vocabulary.words.topics.filter(
        ({ words }) =>
          words.some((w) => subjectOf(a).includes(w)) && words.some((w) => subjectOf(b).includes(w)),
      );
      const topic = shared.find(({ words }) => disagree(a, b, words, findings));
      if (topic) say(topic.name, a, b);
      else if (shared.length > 0) continue;
      else if (alike(a.what, b.what) >= 0.75 && Math.min(a.what.length, b.what.length) >= 8)
        say(printed(a.what), a, b);
    }
  }
  return [...warnings.values()];
};

/** Over the turn of a year only the plan's goal and an action that say the same of the whole; each year has its own share. */
function sameEnd(a: Placed, b: Placed): boolean {
  if ((a.of === 'goal') === (b.of === 'goal')) return false;
  const figures = (text: string): string =>
    (text.match(/\d+(?:\.\d+)?|第[一二三四五六七八九十]/gu) ?? []).join();
  return (
    [a, b].every(({ what }) => (whole(what) || /全覆盖/u.test(what)) && !/年度|当年|本年/u.test(what)) &&
    figures(a.what) === figures(b.what) &&
    Math.min(a.what.length, b.what.length) >= 6 &&
    alike(a.what, b.what) >= 0.75
  );
}

/** 工作内容 ends by one day and 完成时限 by another: the last day of the words and of the label, both in one row. */
export const againstLabel: Check = ({ actions, problems, vocabulary }) => [
  ...problems.flatMap(({ dated, measured, place }) => {
    const limit = dated
      .map(({ due }) => due)
      .sort()
      .at(-1);
    const late = measured.find(({ due, soft }) => limit !== undefined && due > limit && soft !== true);
    if (limit === undefined || late === undefined) return [];
    return [
      {
        code: 'conflicting-dates',
        detail: `${place}的期限前后不一：措施写“${late.what}”，期限${dayName(late.due)}；整改时限写${dayName(limit)}`,
        at: [`${place}措施`, `${place}整改时限`],
      },
    ];
  }),
  ...actions.flatMap(({ dated, labelled, place, action }) => {
    const limit = labelled
      .map(({ due }) => due)
      .sort()
      .at(-1);
    if (limit === undefined) return [];
    const own = dated.filter((one) => !labelled.includes(one) && one.soft !== true);
    const wrong = own.filter(
      (one) =>
        one.due > limit || (one.due.slice(0, 7) !== limit.slice(0, 7) && vocabulary.finished.test(one.what)),
    );
    // Where some step ends on the label's own day, that is the end it means.
    const last = wrong.at(-1);
    if (last === undefined || (last.due < limit && own.some(({ due }) => due >= limit))) return [];
    return [
      {
        code: 'conflicting-dates',
        detail: `“${action.title}”的期限前后不一：内容写“${last.what}”，期限${dayName(last.due)}；完成时限写${dayName(limit)}`,
        at: [`${place}内容`, `${place}完成时限`],
      },
    ];
  }),
];

function placed({ actions, problems, goals }: Findings): Placed[] {
  return [
    ...goals.map((goal) => ({ ...goal, of: 'goal' as const, sentence: ownWords(goal, goals) })),
    ...actions.flatMap(({ dated, place, action }) =>
      dated.map((one) => ({
        ...one,
        place,
        of: 'action' as const,
        sentence: `${action.title}。${one.sentence}`,
      })),
    ),
    ...problems.flatMap(({ dated, place }) =>
      dated.map((one) => ({ ...one, place, of: 'problem' as const })),
    ),
  ];
}

/** Where a sentence sets several deadlines, each is about its own words only. */
function ownWords(goal: Dated, goals: readonly Dated[]): string {
  const beside = goals.filter(({ line, sentence }) => line === goal.line && sentence === goal.sentence);
  return beside.length > 1 ? goal.what : goal.sentence;
}

/** What a deadline is about: of a goal the whole sentence, of an action its own words and its title. */
function subjectOf(one: Placed): string {
  if (one.of === 'goal') return one.sentence;
  return `${one.of === 'action' ? one.sentence.slice(0, one.sentence.indexOf('。')) : ''}。${one.what}`;
}

/**
 * A goal is broken by what comes after it; steps before it are in order. Two goals, or two actions, disagree where both
 * speak of the end: 全部, 全面, 竣工.
 */
function disagree(a: Placed, b: Placed, words: readonly string[], { vocabulary }: Findings): boolean {
  const same = (x: string, y: string): boolean =>
    alike(x, y) > 0.3 || [x, y].every((text) => words.some((word) => text.includes(word)));
  const ends = (one: Placed): boolean => vocabulary.complete.test(one.what);
  if (a.of === 'goal' && b.of === 'goal') return whole(a.what) && whole(b.what);
  if (a.of === 'goal' || b.of === 'goal') {
    const [goal, other] = a.of === 'goal' ? [a, b] : [b, a];
    return (
      (other.due > goal.due && ends(other)) ||
      (whole(goal.what) && whole(other.what) && same(goal.what, other.what))
    );
  }
  if (a.of === 'problem' || b.of === 'problem') return false;
  return whole(a.what) && whole(b.what) && alike(a.what, b.what) >= 0.4;
}

const whole = (words: string): boolean => /全部|全面|所有|各类|竣工|到位|完工|清零/u.test(words);

/** How much of two texts is the same, by pairs of characters: 0 to 1. */
export function alike(a: string, b: string): number {
  const pairs = (text: string): string[] => {
    const bare = text.replace(/[^\p{L}\p{N}]/gu, '');
    return Array.from({ length: Math.max(0, bare.length - 1) }, (_, i) => bare.slice(i, i + 2));
  };
  const [x, y] = [pairs(a), pairs(b)];
  if (x.length === 0 || y.length === 0) return 0;
  const left = [...y];
  let same = 0;
  for (const pair of x) {
    const at = left.indexOf(pair);
    if (at < 0) continue;
    same++;
    left.splice(at, 1);
  }
  return (2 * same) / (x.length + y.length);
}

/** Years that cannot be: a goal of the whole country beside another year, a deadline before the plan was issued. */
export const doubtfulYears: Check = ({ source, frame, vocabulary, actions, problems }) => {
  const warnings: ReturnType<Check> = [];
  const lines = source.lines.flatMap((line) =>
    line.text.split(/[。;]/u).map((text) => ({ text, number: line.number })),
  );
  for (const { words, year } of vocabulary.words.years) {
    for (const { text, number } of lines) {
      const word = words.find((w) => text.replace(/[“”]/g, '').includes(w.replace(/[“”]/g, '')));
      const other = /(?:到|至|在|确保)(20\d{2})年/u.exec(text)?.[1];
      if (word === undefined || other === undefined || Number(other) === year) continue;
      warnings.push({
        code: 'year-doubtful',
        detail: `年份存疑：“${printed(text.slice(0, 60))}”写${other}年，而“${word}”的期限是${year}年`,
        at: [`第${number}行`],
      });
    }
  }
  const issued = frame.issued;
  if (issued !== undefined) {
    const far = [...actions, ...problems].flatMap(({ dated, place }) =>
      dated.map((one) => ({ ...one, place })),
    );
    for (const { due, what, place } of far) {
      if (Number(due.slice(0, 4)) - Number(issued.slice(0, 4)) > 10)
        warnings.push({
          code: 'year-doubtful',
          detail: `年份存疑：“${what}”的期限${dayName(due)}离印发日期${issued}太远`,
          at: [place],
        });
    }
  }
  return warnings;
};

/** What was seen and not used, and why. */
const WHY: Record<string, string> = {
  'lost-hyphen': '疑似丢失连字符，未采用',
  'damaged-date': '日期残缺，未采用',
  placeholder: '日期为占位符，未采用',
  'past-deadline': '期限早于印发日期，请核对年份',
  'relative-date': '没有写明是哪一年、从哪一天算起，未采用',
  'table-row-unread': '表格行的单元格数与表头不符，未采用',
  'year-missing': '全文没有年份，期限未采用',
};

export const unusedDates: Check = ({ doubts }) => {
  const seen = new Set<string>();
  return doubts.flatMap(({ code, words, line }) => {
    const key = `${code}|${line}|${words}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ code, detail: `“${printed(words)}”${WHY[code]!}`, at: [`第${line}行`] }];
  });
};

/** Days that the document itself leaves open. */
export const tentativeDates: Check = ({ source, vocabulary }) =>
  source.lines.flatMap(({ text, number }) =>
    text
      .split(/[。;]/u)
      .filter((sentence) => vocabulary.tentative.test(sentence))
      .map((sentence) => ({
        code: 'tentative-date',
        detail: `时间待定：“${printed(sentence.slice(0, 60))}”`,
        at: [`第${number}行`],
      })),
  );
