import { numeralValue } from '../core/numerals.js';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { pattern, words } from '../core/schemas.js';
import { readOne, type Finding, type SharedWords } from '../intents/index.js';
import { consentOf, type Consent } from './consent.js';
import { ranks } from './words.js';

const COMMANDS = [
  'approve',
  'return',
  'show',
  'edit',
  'hold',
  'restore',
  'withdraw',
  'progress',
  'trace',
] as const;
export type CommandName = (typeof COMMANDS)[number] | 'phrase';

const phraseSchema = z.strictObject({
  word: z.string().min(1).describe('what a person says to choose it: 表扬用语'),
  says: z.string().includes('{who}', { error: 'must say {who}: the towns, villages and units' }),
});
export type Phrase = z.infer<typeof phraseSchema>;

/** intents/bulletin-commands.yaml: the words with which an issue is approved, returned, edited… */
export const commandsSchema = z.strictObject({
  commands: z.record(z.enum(COMMANDS), words),
  asking: words.describe('in front of a word of deciding it asks about it: 能不能, 怎么'),
  deciding: words.describe(
    'words that would decide about an issue; said of one and not understood, nothing is decided',
  ),
  how: z.array(pattern).describe('asks how a bulletin comes about'),
  phrases: z.array(phraseSchema).default([]).describe('wordings that a person may choose for a section'),
  examples: z.array(
    z.strictObject({
      text: z.string(),
      command: z.enum([...COMMANDS, 'phrase']).nullable(),
      number: z.number().optional(),
      rest: z.string().optional(),
    }),
  ),
});
export type BulletinCommands = z.infer<typeof commandsSchema> & { consent: Consent };

export interface Command {
  name: CommandName;
  series: string; // '' for the bulletin whose issues have only a number
  number: number;
  /** What is said beyond the command: a section and its words, a reason, a figure. */
  rest: string;
  /** Of `phrase`: which one. */
  phrase?: Phrase | undefined;
}

/** Which issue a text names, and the text without it. Only digits are made half width: the words a clerk writes are published as written. */
export function issueIn(
  text: string,
  series: readonly string[],
): { line: string; series: string; number: number; rest: string; after: string } | undefined {
  const line = text
    .replace(/[０-９]/g, (digit) => digit.normalize('NFKC'))
    .trim()
    .replace(
      /第\s?([一二三四五六七八九十]{1,3})\s?期/u,
      (_, han: string) => `第${numeralValue(han) ?? han}期`,
    );
  const issue = /第\s?(\d{1,3})\s?期/.exec(line);
  if (!issue) return undefined;
  const before = line.slice(0, issue.index).trimEnd();
  const after = line.slice(issue.index + issue[0].length);
  const named = series.find((one) => before.endsWith(one)) ?? '';
  const rest = `${before.slice(0, before.length - named.length)} ${after}`;
  return { line, series: named, number: Number(issue[1]), rest, after };
}

/** A command about an issue; undefined where none of the words and no issue is named: nothing is approved by accident. */
export function readCommand(
  text: string,
  { commands, phrases, consent, asking }: BulletinCommands,
  series: readonly string[] = [],
): Command | undefined {
  const about = issueIn(text, series);
  if (!about || severalNamed(about.line)) return undefined;
  const { line: digits, rest, after } = about;
  // A word that opens the line, or follows the issue, before one inside what is said ("改 第3期 整改：退回整改3件").
  const opening = [rest.trimStart(), after.trimStart()];
  let best: { name: CommandName; word: string; rank: number; phrase?: Phrase } | undefined;
  const said = [
    ...COMMANDS.flatMap((name) => commands[name].map((word) => ({ name, word }))),
    ...phrases.map((phrase) => ({ name: 'phrase' as const, word: phrase.word, phrase })),
  ];
  for (const one of said) {
    const { word } = one;
    if (!rest.includes(word)) continue;
    const rank = word.length + (opening.some((part) => part.startsWith(word)) ? OPENS : 0);
    if (best === undefined || rank > best.rank) best = { ...one, rank };
  }
  if (!best) return undefined;
  // "不同意发布" is no approval, nor is one with a condition: "同意发布 第1期，但把项目去掉".
  if (
    best.name === 'approve' &&
    /不|没|未|暂|吗|？|\?|等|如果|是否|但|先|再|把|改|去掉|删|除|只|换/.test(rest.replace(best.word, ''))
  )
    return undefined;
  // "应局同意发布第1期" is somebody else's word, "不要撤回第1期" leaves it as it is.
  if (best.name === 'approve' && consent.lacks(digits)) return undefined;
  if (SETS_BACK.has(best.name) && consent.keeps(upTo(rest, best.word))) return undefined;
  // "第3期不要改了" and "第3期能不能改" change nothing; what is behind the colon is what is to be said.
  const before = rest.slice(0, rest.indexOf(best.word));
  const asked = rest.split(/[:：]/, 1)[0]!;
  if (DECIDING.has(best.name) && (consent.denies(before) || asking.some((word) => (best.name === 'withdraw' ? before : asked).includes(word)))) return undefined; // prettier-ignore
  return {
    name: best.name,
    series: about.series,
    number: about.number,
    rest: rest.replace(best.word, ' ').replace(/\s+/g, ' ').trim(),
    ...(best.phrase ? { phrase: best.phrase } : {}),
  };
}

/** Whether a word of deciding is said of an issue and decides nothing: 应局同意发布第1期, 先别发第1期, 第1期能不能改. */
export const undecided = (text: string, { deciding }: BulletinCommands): boolean =>
  text.length <= UNDECIDED && deciding.some((word) => text.includes(word));

/** "通报怎么出的": how a bulletin comes about. */
export const asksHow = (text: string, { how }: BulletinCommands): boolean =>
  how.some((one) => new RegExp(one, 'u').test(text));

/** Longer texts are about something else as well. */
const UNDECIDED = 40;

/** One issue at a time: "同意发布第3期第4期" would leave one of them open. */
function severalNamed(text: string): boolean {
  const [line = ''] = text.split(/[:：]/, 1);
  return new Set([...line.matchAll(/第\s?(\d{1,3})\s?期/g)].map(([, number]) => Number(number))).size > 1;
}

/** "同意发布", and nothing else: an approval that does not say of what. Nothing is approved by it. */
export function approvesUnnamed(text: string, { commands }: BulletinCommands): boolean {
  const said = text.replace(/[\s,，。.!！~]+/gu, '');
  return (commands.approve ?? []).some((word) => said === word || said === `${word}了`);
}

const SETS_BACK = new Set<CommandName>(['withdraw', 'return', 'hold']);
const DECIDING = new Set<CommandName>(['show', 'edit', 'hold', 'restore', 'return', 'withdraw', 'phrase']);

/** What stands up to a word, with it: a reason that follows ("撤回 第3期 数字没有核实") takes nothing back. */
const upTo = (text: string, word: string): string => text.slice(0, text.indexOf(word) + word.length);

/** More than any word is long. */
const OPENS = 100;

/** Reads the file and runs its examples. */
export function readCommands(
  intentsDir: string,
  shared: SharedWords,
): {
  commands: BulletinCommands | undefined;
  findings: Finding[];
} {
  const findings: Finding[] = [];
  const path = join(intentsDir, 'bulletin-commands.yaml');
  if (!existsSync(path)) return { commands: undefined, findings };
  const read = readOne(path, intentsDir, commandsSchema, findings);
  if (!read) return { commands: undefined, findings };
  const value = { ...read.value, consent: consentOf(shared) };
  read.value.phrases.forEach(({ says }, i) => {
    if (ranks(says))
      findings.push({ ...read.at(['phrases', i]), message: `"${says}" ranks: nobody is set against others` });
  });
  read.value.examples.forEach((example, i) => {
    const got = readCommand(example.text, value);
    const place = read.at(['examples', i]);
    if ((got?.name ?? null) !== example.command)
      findings.push({
        ...place,
        message: `"${example.text}" is read as ${got?.name ?? 'nothing'}, not ${example.command ?? 'nothing'}`,
      });
    else if (example.number !== undefined && got?.number !== example.number)
      findings.push({
        ...place,
        message: `"${example.text}": issue ${String(got?.number)}, not ${example.number}`,
      });
    else if (example.rest !== undefined && got?.rest !== example.rest)
      findings.push({
        ...place,
        message: `"${example.text}": the rest is "${got?.rest ?? ''}", not "${example.rest}"`,
      });
  });
  return { commands: value, findings };
}
