import { numeralValue } from '../core/numerals.js';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { words } from '../core/schemas.js';
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

/** A command about an issue; undefined where none of the words and no issue is named: nothing is approved by accident. */
export function readCommand(
  text: string,
  { commands, phrases, consent }: BulletinCommands,
  series: readonly string[] = [],
): Command | undefined {
  // Only digits are made half width: the words a clerk writes are published as written.
  const line = text.replace(/[０-９]/g, (digit) => digit.normalize('NFKC')).trim();
  const digits = line.replace(
    /第\s?([一二三四五六七八九十]{1,3})\s?期/u,
    (_, han: string) => `第${numeralValue(han) ?? han}期`,
  );
  const issue = /第\s?(\d{1,3})\s?期/.exec(digits);
  if (!issue) return undefined;
  const named = series.find((one) => digits.slice(0, issue.index).trimEnd().endsWith(one)) ?? '';
  const rest = `${line
    .slice(0, issue.index)
    .trimEnd()
    .slice(0, named === '' ? undefined : -named.length)} ${digits.slice(issue.index + issue[0].length)}`;
  // A word that opens the line, or follows the issue, before one inside what is said ("改 第3期 整改：退回整改3件").
  const opening = [rest.trimStart(), digits.slice(issue.index + issue[0].length).trimStart()];
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
  return {
    name: best.name,
    series: named,
    number: Number(issue[1]),
    rest: rest.replace(best.word, ' ').replace(/\s+/g, ' ').trim(),
    ...(best.phrase ? { phrase: best.phrase } : {}),
  };
}

/** The issue named beside a word of approval or withdrawal that decides nothing: 应局同意发布第1期, 不要撤回第1期. */
export function undecided(text: string, commands: BulletinCommands): string | undefined {
  const words = (['approve', 'withdraw'] as const).flatMap((name) => commands.commands[name]);
  if (/[?？吗]/.test(text) || !words.some((word) => text.includes(word))) return undefined;
  if (!commands.consent.lacks(text) && !commands.consent.keeps(text)) return undefined;
  return /第\s?[\d０-９一二三四五六七八九十]{1,3}\s?期/u.exec(text)?.[0];
}

/** "同意发布", and nothing else: an approval that does not say of what. Nothing is approved by it. */
export function approvesUnnamed(text: string, { commands }: BulletinCommands): boolean {
  const said = text.replace(/[\s,，。.!！~]+/gu, '');
  return (commands.approve ?? []).some((word) => said === word || said === `${word}了`);
}

const SETS_BACK = new Set<CommandName>(['withdraw', 'return', 'hold']);

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
