import { findNumbers } from '../../understand/values/index.js';
import { type Block, placeOf, walk } from '../outline.js';
import { printed } from '../print.js';
import { type Check, lineName } from './found.js';

const STATED =
  /(?<!第)(?<count>\d{1,3}|[一二三四五六七八九十百两]{1,4}) ?(?:个|项|条|大|类)?(?:方面)?(?:的)?(?:具体|突出|主要|工作|反馈|整改|专项|重点|攻坚)?(?<of>问题|专项行动|行动|重点任务|任务|工程)(?!村|户)/gu;

/** 共梳理问题7个. */
const STATED_AFTER = /(?<of>问题|任务)共?(?<count>\d{1,3})(?:个|项|条)(?![\u4e00-\u9fff])/gu;

/** A stated number of problems or actions against those that are listed. */
export const countMismatch: Check = ({ source, problems, actions, vocabulary }) => {
  const warnings: ReturnType<Check> = [];
  const named = actions.map(({ action }) =>
    /行动$/u.test(action.title) ? action.title : (action.section ?? action.title),
  );
  const actionNames = new Set(named.filter((name) => /行动$/u.test(name))).size;
  const count = { problems: problems.length, actions: actions.length };
  const told = new Set<string>();
  const inAction = (line: number): boolean =>
    actions.some(({ action: { text } }) => line >= text.from && line <= text.to);
  for (const line of source.lines) {
    if (line.cells) continue;
    for (const match of [...line.text.matchAll(STATED), ...line.text.matchAll(STATED_AFTER)]) {
      const of = match.groups!.of!;
      const stated = numberOf(match.groups!.count!);
      const found =
        of === '问题' ? count.problems : of === '行动' && actionNames > 1 ? actionNames : count.actions;
      if (stated === undefined || stated < 3 || found < 2 || stated === found) continue;
      const near = line.text.slice(Math.max(0, match.index - 24), match.index + match[0].length + 12);
      const whole =
        of === '问题'
          ? stated > found
            ? /共|梳理|反馈|认领|全乡|全县|全镇|方面|以上|上述|所列|现将/u.test(near)
            : // Fewer than are listed may be one batch, or one source, of them.
              /共|以下|如下|上述|所列|现将/u.test(near) && !/批|轮|其中|部分/u.test(near)
          : vocabulary.holder.test(near) ||
            /推进|开展|实施|打好|梳理|形成|确定|分解|现将/u.test(line.text.slice(0, match.index));
      // What an action speaks of (“八大行动”) is not this plan's number.
      if (of !== '问题' && inAction(line.number)) continue;
      if (of === '任务' && /整改/u.test(match[0])) continue;
      if (!whole || inPart(line.text, match.index)) continue;
      const key = `${of}${stated}`;
      if (told.has(key)) continue;
      told.add(key);
      const last = of === '问题' ? problems.at(-1)!.place : actions.at(-1)!.place;
      warnings.push({
        code: 'count-mismatch',
        detail: `写明${stated}个${of}，正文只列出${found}个，相差${Math.abs(stated - found)}个：“${printed(near)}”`,
        at: [lineName(line.number), last],
      });
    }
  }
  return warnings;
};

/** A part of a sum is no total: 其中作风方面7个问题. */
function inPart(text: string, at: number): boolean {
  const sentence = text.slice(Math.max(0, text.lastIndexOf('。', at)), at);
  return /其中/u.test(sentence);
}

function numberOf(text: string): number | undefined {
  return findNumbers(text)[0]?.value;
}

/** Numbers that are left out or given twice. */
export const numbering: Check = ({ root, problems }) => {
  const warnings: ReturnType<Check> = [];
  for (const parent of [root, ...walk(root)]) {
    const styles = new Map<string, Block[]>();
    for (const child of parent.children) {
      const list = styles.get(child.mark!.style) ?? [];
      list.push(child);
      styles.set(child.mark!.style, list);
    }
    for (const [style, list] of styles) if (style !== 'named') warnings.push(...gaps(list));
  }
  const numbers = problems.flatMap(({ problem }) =>
    typeof problem.number === 'number' ? [problem.number] : [],
  );
  if (new Set(numbers).size === numbers.length) {
    for (const [i, n] of numbers.entries()) {
      const before = numbers[i - 1];
      if (before !== undefined && n !== before + 1)
        warnings.push({
          code: 'numbering-gap',
          detail: `问题编号从${before}跳到${n}`,
          at: [problems[i - 1]!.place, problems[i]!.place],
        });
    }
  } else {
    const twice = numbers.filter((n, i) => numbers.indexOf(n) !== i);
    const own = [...new Set(twice)].filter((n) => !restarts(numbers, n));
    if (own.length > 0)
      warnings.push({
        code: 'numbering-twice',
        detail: `问题编号重复：${own.join('、')}`,
        at: own.map((n) => `问题${n}`),
      });
  }
  return warnings;
};

/** Numbers that begin again at 1 in each group are no slip. */
function restarts(numbers: readonly number[], n: number): boolean {
  const again = numbers.lastIndexOf(n);
  return numbers.slice(0, again + 1).lastIndexOf(1) > numbers.indexOf(n) || n === 1;
}

function gaps(list: readonly Block[]): ReturnType<Check> {
  return list.flatMap((block, i) => {
    const before = list[i - 1];
    if (!before) return [];
    const step = block.mark!.value - before.mark!.value;
    if (step === 1 || block.mark!.value === 1) return [];
    const at = [placeOf(before), placeOf(block)];
    if (step === 0)
      return [
        {
          code: 'numbering-twice',
          detail: `编号${placeOf(block)}出现两次：${before.title}、${block.title}`,
          at,
        },
      ];
    if (step < 0) return [];
    return [{ code: 'numbering-gap', detail: `编号从${placeOf(before)}跳到${placeOf(block)}`, at }];
  });
}

const UNIT = '个|户|人|名|村|万元|亿元|元|公里|亩|条|项|所|座|处|套|台|盏|吨|家|件';
const PART = new RegExp(`(\\d[\\d,]*(?:\\.\\d+)?) ?(${UNIT})`, 'gu');

/** A total against its parts: "38个问题，其中政治方面7个、作风方面7个、责任方面23个". */
export const sumMismatch: Check = ({ source }) =>
  source.lines.flatMap((line) =>
    line.text.split(/[。;]/u).flatMap((sentence) => {
      const at = /其中|分别为|分别是|包括/u.exec(sentence)?.index;
      if (at === undefined) return [];
      const before = [...sentence.slice(0, at).matchAll(PART)].at(-1);
      if (!before) return [];
      const unit = before[2]!;
      const after = sentence.slice(at);
      const parts = [...after.matchAll(PART)].filter((match) => match[2] === unit);
      if (parts.length < 2 || /(?:以上|左右|等\d|不低于|不少于|余|人均|户均|每)/u.test(after)) return [];
      const value = (text: string): number => Number(text.replaceAll(',', ''));
      const total = value(before[1]!);
      const sum = Math.round(parts.reduce((all, part) => all + value(part[1]!), 0) * 1e4) / 1e4;
      // Parts of parts add up to more, and need not: only lists without a second 其中.
      if (sum > total && /^ ?(?:以上|多|余)/u.test(sentence.slice(before.index + before[0].length)))
        return [];
      if (sum === total || (after.match(/其中/gu)?.length ?? 0) > 1) return [];
      const listed = parts.map((part) => part[1]).join('+');
      return [
        {
          code: 'sum-mismatch',
          detail: `总数${before[1]!}${unit}，分项${listed}=${sum}${unit}，对不上：“${printed(sentence.trim().slice(0, 70))}”`,
          at: [lineName(line.number), lineName(line.number)],
        },
      ];
    }),
  );
