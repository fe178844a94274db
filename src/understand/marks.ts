import type { Compiled } from './compiled.js';
import { matches } from './matches.js';

/**
 * Marks that stand for colons, line ends and states, put as the rules know them, at the same length. Which marks a layout
 * uses for what is told by how often they come: one alone says nothing.
 */
export function withKnownMarks(text: string, compiled: Compiled): string {
  let said = text.includes('|') ? withoutBars(text) : text;
  said = itemHeads(said);
  if (said.includes('[') || said.includes('【')) said = withoutBrackets(said, compiled);
  return MARKED.test(said) ? withTicksBehind(said) : said;
}

/** "总投资｜68万元": on lines of two cells each, the mark between them is a colon. */
const PAIR = /^([^|\n:]{1,12})\|(?=[^|\n]*$)/gm;
const LEAST_PAIRS = 2;
const LEAST_CELLS = 3;

/** On a line of its own kind ("走访登记｜户主 甲｜人口 3") the mark ends an entry; a table has several such lines. */
function withoutBars(text: string): string {
  const pairs = text.match(PAIR)?.length ?? 0;
  if (pairs >= LEAST_PAIRS) return text.replace(PAIR, '$1:');
  const barred = text.split('\n').filter((line) => line.includes('|'));
  return barred.length === 1 && barred[0]!.split('|').length > LEAST_CELLS
    ? text.replaceAll('|', '\n')
    : text;
}

const BRACKETED = /[[【]([\u4e00-\u9fff]{1,8})[\]】](?=\s?[^\s[【:])/g;
const LEAST_BRACKETED = 3;

/** "[户主]甲[人口]4": labels in brackets, each an entry. Most such words are pictures, so several must be labels. */
function withoutBrackets(text: string, compiled: Compiled): string {
  const isLabel = (word: string) => compiled.lexicon.label(word) !== undefined;
  const labels = new Set<string>();
  for (const m of matches(BRACKETED, text)) if (isLabel(m[1]!)) labels.add(m[1]!);
  if (labels.size < LEAST_BRACKETED) return text;
  return text.replace(BRACKETED, (whole, word: string) => (isLabel(word) ? `\n${word}:` : whole));
}

const MARKED = /[✅✔☑❌✘✖]/;
const TICKED = /([✅✔☑❌✘✖])\ufe0f?(\s?[\u4e00-\u9fff]{1,6})/g;
/** Before a label with its value the tick is the mark of an entry, and says nothing of it: "☑户主：甲 ☑人口：4人". */
const TICKED_LABEL = /[✅✔☑]\ufe0f?(?=\s?[\u4e00-\u9fff]{1,8}[:：][ \t]*[^\s✅✔☑❌✘✖])/g;
const TICKS_BEHIND = /([\u4e00-\u9fff])([✅✔☑❌✘✖])/g;
/** "教育：❌": the tick is the value. */
const TICKED_VALUE = /([\u4e00-\u9fff][:：][ \t]?)([✅✔☑❌✘✖])/g;
const LEAST_TICKED = 2;

/** "✅吃穿 ✅住房": the tick is what is said of the word behind it; elsewhere it stands behind its word already. */
function withTicksBehind(text: string): string {
  return text
    .split('\n')
    .map((row) => {
      const line = row.replace(TICKED_VALUE, (_, label: string, mark: string) => label + sign(mark));
      const leads = MARKED.test(line.trimStart().slice(0, 1));
      if ((line.match(leads ? TICKED : TICKS_BEHIND)?.length ?? 0) < LEAST_TICKED) return line;
      return leads
        ? line
            .replace(TICKED_LABEL, (whole: string) => '\n'.padEnd(whole.length))
            .replace(
              TICKED,
              (whole, mark: string, word: string) => word + sign(mark).padEnd(whole.length - word.length),
            )
        : line.replace(TICKS_BEHIND, (_, before: string, mark: string) => before + sign(mark));
    })
    .join('\n');
}

function sign(mark: string): string {
  return '❌✘✖'.includes(mark) ? '×' : '√';
}

/** "▲水渠——停工": in a list whose items each have a dash behind their first words, the dash is a colon. */
const HEADED_ITEM =
  /^([ \t]*(?:•|[①-⑳]|\d{1,2}[.、)])[ \t]*[\u4e00-\u9fff][^\n:,。;!?—–-]{1,24}?(?<=[\u4e00-\u9fff)])(?<![年月日号周]))[ \t]?(?:—{1,2}|–|--?)[ \t]?(?=[\u4e00-\u9fff\d])/gm;
const LEAST_ITEMS = 2;

function itemHeads(text: string): string {
  if (!text.includes('\n') || !/[—–-]/.test(text)) return text;
  const found = text.match(HEADED_ITEM)?.length ?? 0;
  if (found < LEAST_ITEMS) return text;
  return text.replace(HEADED_ITEM, (all: string, head: string) => `${head}:`.padEnd(all.length));
}
