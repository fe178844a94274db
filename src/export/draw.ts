import { createHash } from 'node:crypto';
import { numeralValue } from '../core/numerals.js';
import type { DrawAsked, DrawDefinition } from './draw-schema.js';

/** "随机抽取5名", said of what is to come: not “抽查了”, “抽查发现”. */
const ASKED =
  /随机\s?(?:抽取|抽查|抽选|抽|选取)\s?(?<n>\d{1,3}|[一二两三四五六七八九十]{1,3})\s?(?:名|个|户|人|位|项|件|处)/u;
const SEED = /[,，。;；\s]*(?:用)?种子\s?[:：]?\s?(?<seed>[0-9a-f]{8})/u;

/** The draw that a text asks for; undefined where it asks for none, or for what no definition knows. */
export function drawAsked(text: string, definitions: readonly DrawDefinition[]): DrawAsked | undefined {
  const found = ASKED.exec(text);
  const count = found && numeralValue(found.groups!['n']!);
  if (!found || count === undefined || count === null || count === 0) return undefined;
  const named = definitions
    .flatMap((definition) =>
      definition.words.filter((word) => text.includes(word)).map((word) => ({ definition, word })),
    )
    .sort((a, b) => b.word.length - a.word.length)[0];
  if (!named) return undefined;
  const seed = SEED.exec(text);
  return {
    definition: named.definition,
    count,
    seed: seed?.groups!['seed'],
    words: [found[0], ...named.definition.words, ...(seed ? [seed[0]] : [])],
  };
}

/** The seed of a draw that names none: of the message that asked, so that nobody chose it. */
export const seedOf = (messageId: string): string =>
  createHash('sha256').update(`draw ${messageId}`).digest('hex').slice(0, 8);

/**
 * So many of them, all with the same chance; the same seed and the same names give the same ones, in whatever order they come.
 * What comes out is in the order of the keys: the order says nothing about anybody.
 */
export function draw<T extends { key: string }>(from: readonly T[], count: number, seed: string): T[] {
  const lot = ({ key }: T) => createHash('sha256').update(`${seed} ${key}`).digest('hex');
  return from
    .map((one) => ({ one, lot: lot(one) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, count)
    .map(({ one }) => one)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What was drawn from, in eight characters: the same for the same names only. */
export const rollOf = (from: readonly { key: string }[]): string =>
  createHash('sha256')
    .update(
      from
        .map(({ key }) => key)
        .sort()
        .join('\n'),
    )
    .digest('hex')
    .slice(0, 8);
