import { readDeadlines } from '../../understand/values/index.js';
import { mask } from '../broken-dates.js';
import { printed } from '../print.js';
import { type Check, type Findings, lineName } from './found.js';

/** A figure as it stands in a clause. */
interface Figure {
  of: string; // what it measures, without filler words: the same words mean the same figure
  value: number;
  unit: string;
  due: string | undefined;
  words: string;
  line: number;
  action: string | undefined; // the place of the action it is said in
  row: boolean; // in a row of a table
}

const QUANTITY =
  /(?<![\d.])(\d[\d,]*(?:\.\d+)?)(万|亿)?(%|万?元|公里|亩|户|人|个|处|座|所|条|项|名|套|台|盏|眼|吨)/gu;
/** What is told of another day, or of a change, is no figure of the plan's. */
const OTHER_DAY =
  /截至|截止|目前|现已|已|去年|上年|较|比.{0,8}(?:增|高|降)|提高\d|增加|其中|第[一二三四五六七八九十]|另/u;

/**
 * The same measure with two values for the same day, in two places: 普及率 95% among the goals, 92% in the action. Stages (75%
 * this year, 90% the next), villages one by one, and what has been reached already are in order.
 */
export const conflictingFigures: Check = (findings) => {
  const groups = new Map<string, Figure[]>();
  for (const figure of figuresIn(findings)) {
    const key = `${[...figure.of].sort().join('')}|${figure.unit}`; // 通组路硬化 and 硬化通组路
    groups.set(key, [...(groups.get(key) ?? []), figure]);
  }
  return [...groups.values()].flatMap((group) => {
    const [a, b] = pairOf(group);
    if (!a || !b) return [];
    const [here, there] = [placeOf(a), placeOf(b)];
    return [
      {
        code: 'conflicting-numbers',
        detail: `同一指标前后不一：${here}写“${printed(a.words)}”，${there}写“${printed(b.words)}”`,
        at: [here, there],
      },
    ];
  });
};

const placeOf = ({ action, line }: Figure): string => action ?? lineName(line);

/** Two that cannot both hold. More than two values are a list of places or stages, unless two rates are of one day. */
function pairOf(group: readonly Figure[]): [Figure?, Figure?] {
  const list = new Set(group.map(({ value }) => value)).size > 2;
  for (const [i, a] of group.entries())
    for (const b of group.slice(i + 1)) {
      if (a.value === b.value || a.line === b.line || (a.row && b.row)) continue;
      if (a.action !== undefined && a.action === b.action) continue;
      // Counts of two actions may be of two places; a count of the whole plan is of all of them.
      if (a.unit !== '%' && a.action !== undefined && b.action !== undefined) continue;
      if (stagesOf(a, b, group) || stagesOf(b, a, group)) continue;
      if (a.due !== undefined && b.due !== undefined && a.due !== b.due) continue;
      if (list && (a.unit !== '%' || a.due === undefined || a.due !== b.due)) continue;
      return [a, b];
    }
  return [];
}

/** A figure without a day, and an action that comes to it by steps. */
function stagesOf(whole: Figure, step: Figure, group: readonly Figure[]): boolean {
  if (whole.due !== undefined) return false;
  return group.some(
    (one) =>
      one.value === whole.value &&
      (one.line === step.line || (step.action !== undefined && one.action === step.action)),
  );
}

/** 15个乡镇、162个行政村污水治理率: whose rate it is has figures of its own. */
const COUNTED_BEFORE = /^.*\d个(?:行政村|自然村|乡镇|社区|村|镇|乡)/u;

function figuresIn({ source, dating, actions, problems, vocabulary }: Findings): Figure[] {
  const { fillers, measures } = vocabulary.words.figures;
  const measure = new RegExp(`(?:${measures.join('|')})$`, 'u');
  const bare = withoutAny(fillers);
  const actionAt = (line: number): string | undefined =>
    actions.find(({ action: { text } }) => line >= text.from && line <= text.to)?.place;
  const inProblem = (line: number): boolean =>
    problems.some(({ problem: { text } }) => line >= text.from && line <= text.to);
  return source.lines.flatMap((line): Figure[] => {
    if (inProblem(line.number)) return [];
    return sentencesOf(line.text).flatMap((sentence) => {
      const masked = mask(sentence, line.number, []);
      const days = readDeadlines(masked, { sentAt: `${dating.from}T00:00` });
      let last = ''; // 6月底前普及率达到80%,年底前达到88%: still of the same rate
      return [...masked.matchAll(/[^,:]+/gu)].flatMap((clause): Figure[] => {
        const all = [...clause[0].matchAll(QUANTITY)];
        const rates = all.filter((match) => match[3] === '%');
        const found = rates.length > 0 ? rates : all;
        if (found.length !== 1 || OTHER_DAY.test(clause[0])) return [];
        const [quantity, digits, scale, unit] = found[0]!;
        const due = days.filter((day) => day.from <= clause.index + found[0]!.index).at(-1);
        const own = days.filter(
          (day) => day.from >= clause.index && day.to <= clause.index + clause[0].length,
        );
        const left = own.reduceRight(
          (text, day) => text.slice(0, day.from - clause.index) + text.slice(day.to - clause.index),
          clause[0],
        );
        const named = unit === '%' ? left.replace(COUNTED_BEFORE, '') : left;
        const said = bare(
          named.replace(quantity, '').replace(/^ *(?:到|至|在|于|前)+|20\d{2}年|[\s、“”和与]/gu, ''),
        );
        const of = said === '' && unit === '%' ? last : said;
        if (of.length < 4 || /\d|每|人均|户均|各/u.test(named.replace(quantity, ''))) return [];
        if (unit === '%' && !measure.test(of)) return [];
        if (unit === '%') last = of;
        const value = Number(digits!.replaceAll(',', '')) * (scale === '万' ? 1e4 : scale === '亿' ? 1e8 : 1);
        const words = clause[0].trim();
        return [
          {
            of,
            value,
            unit: unit!,
            due: due?.value.due,
            words,
            line: line.number,
            action: actionAt(line.number),
            row: line.cells !== undefined,
          },
        ];
      });
    });
  });
}

const sentencesOf = (text: string): string[] => text.split(/[。;!?\n]/u);

function withoutAny(words: readonly string[]): (text: string) => string {
  const filler = new RegExp([...words].sort((a, b) => b.length - a.length).join('|'), 'gu');
  return (text) => text.replace(filler, '').trim();
}

interface Scoped {
  count: number;
  of: string;
  noun: string; // without its bracket
  words: string;
  line: number;
}

/** How many villages, towns, households the whole has is one number: 全镇共辖13个村（社区） and 全镇14个村. */
export const scopedCounts: Check = ({ source, vocabulary, actions }) => {
  const { scopes } = vocabulary.words.figures;
  const pattern = new RegExp(
    `(${scopes.join('|')})(?:共有|共辖|下辖|现有|共|辖|有)?(?:\\d+个(?:乡镇|镇|乡)[、和])?(\\d{1,4})个((?:行政|自然)?村(?:居|民小组)?|乡镇|镇|乡|社区|村民小组)(\\([^()]{1,6}\\))?(?![\\u4e00-\\u9fff]{0,2}[组户])`,
    'gu',
  );
  const found = source.lines.flatMap((line) =>
    [...line.text.matchAll(pattern)].map((match): Scoped => ({
      count: Number(match[2]),
      of: `${match[1]!.slice(1)}${match[3]!}`,
      noun: match[4] ?? '',
      words: match[0],
      line: line.number,
    })),
  );
  const place = (line: number): string =>
    actions.find(({ action: { text } }) => line >= text.from && line <= text.to)?.place ?? lineName(line);
  return found.flatMap((a, i) => {
    const b = found.slice(i + 1).find((other) => other.of === a.of && apart(a, other));
    if (!b) return [];
    return [
      {
        code: 'count-mismatch',
        detail: `${place(a.line)}写“${printed(a.words)}”，${place(b.line)}写“${printed(b.words)}”，对不上`,
        at: [place(a.line), place(b.line)],
      },
    ];
  });
};

/** With 社区 counted in, the whole is at least as large as without. */
function apart(a: Scoped, b: Scoped): boolean {
  if (a.line === b.line || a.count === b.count) return false;
  if (a.noun === b.noun) return true;
  const [wide, narrow] = a.noun === '' ? [b, a] : [a, b];
  return narrow.noun === '' && narrow.count > wide.count;
}

/** 每村培育35名 may be 3—5; 12 in each of 9 towns cannot be where 15 in all are wanted. */
export const suspectEach: Check = ({ source, vocabulary, actions }) => {
  const { each, counted } = vocabulary.words.figures;
  const pattern = new RegExp(
    `(${each.join('|')})([^,。;\\d]{0,8})(\\d{1,3})(${counted.join('|')})([\\u4e00-\\u9fff]{2,6})?`,
    'gu',
  );
  const place = (line: number): string =>
    actions.find(({ action: { text } }) => line >= text.from && line <= text.to)?.place ?? lineName(line);
  return source.lines.flatMap((line) =>
    [...line.text.matchAll(pattern)].flatMap((match) => {
      const [words, who, , digits, unit, noun] = match;
      const [first, second] = [Number(digits![0]), Number(digits![1])];
      const lost = digits!.length === 2 && second > first && second - first <= 2;
      const limit = wholeOf(source.lines, who!, unit!, noun ?? '', line.number);
      const over = limit !== undefined && limit.places * Number(digits) > limit.total;
      if (!lost && !over) return [];
      const why = over
        ? `${limit.places}个共${limit.places * Number(digits)}${unit!}，与“${printed(limit.words)}”不符`
        : '';
      const maybe = lost ? `疑为${first}—${second}${unit!}丢了连字符` : '';
      return [
        {
          code: over ? 'suspect-number' : 'lost-hyphen',
          detail: `“${printed(words)}”${[why, maybe].filter(Boolean).join('，')}，请核对`,
          at: [place(line.number), ...(over ? [lineName(limit.line)] : [])],
        },
      ];
    }),
  );
};

/** How many such places there are and how many of the thing in all, where the document says both. */
function wholeOf(
  lines: readonly { text: string; number: number }[],
  who: string,
  unit: string,
  noun: string,
  own: number,
): { places: number; total: number; words: string; line: number } | undefined {
  const kind = who.replace(/^每个?|^各/u, '');
  const places = lines.flatMap(({ text }) => [...text.matchAll(new RegExp(`(\\d{1,4})个${kind}`, 'gu'))])[0];
  const thing = noun.slice(0, 3);
  if (!places || thing.length < 2) return undefined;
  const counts = [
    new RegExp(`${thing}[\\u4e00-\\u9fff]{0,3}(\\d{1,4})${unit}`, 'u'),
    new RegExp(`(\\d{1,4})${unit}${thing}`, 'u'),
  ];
  for (const { text, number } of lines) {
    if (number === own) continue;
    const match = counts.map((pattern) => pattern.exec(text)).find((found) => found !== null);
    if (match) return { places: Number(places[1]), total: Number(match[1]), words: match[0], line: number };
  }
  return undefined;
}
