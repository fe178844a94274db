import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { words } from '../core/schemas.js';
import type { Finding } from '../files/finding.js';
import { readOne } from '../files/yaml.js';

const text = z.string().min(1);

/** `intents/policy-cards.yaml`: how people ask for an answer as a picture that can be handed on. */
const cardWordsSchema = z.strictObject({
  source: z.strictObject({ document: text, clause: text }),
  mechanisms: z.array(z.string().regex(/^M\d{3}$/)).default([]),
  ask: words,
  examples: z.array(z.strictObject({ text, question: text })).min(1),
  not: z.array(text).default([]),
});
export type CardWords = z.infer<typeof cardWordsSchema>;

/** Reads the words with everything wrong in them, examples among it. A folder without the file has no cards. */
export function readCardWords(intentsDir: string): { words: CardWords | undefined; findings: Finding[] } {
  const findings: Finding[] = [];
  const file = join(intentsDir, 'policy-cards.yaml');
  const read = existsSync(file) ? readOne(file, intentsDir, cardWordsSchema, findings) : undefined;
  if (!read) return { words: undefined, findings };
  const { value, at } = read;
  value.examples.forEach(({ text, question }, i) => {
    const asked = cardAsked(text, value);
    if (asked !== question)
      findings.push({ ...at(['examples', i]), message: `"${text}" asks for a card of "${asked ?? ''}"` });
  });
  value.not.forEach((text, i) => {
    if (cardAsked(text, value) !== undefined)
      findings.push({ ...at(['not', i]), message: `"${text}" is taken for a request` });
  });
  return { words: value, findings };
}

/** The question that a card is asked of, without the words that ask for the card; undefined where none is asked for. */
export function cardAsked(text: string, { ask }: Pick<CardWords, 'ask'>): string | undefined {
  const word = [...ask].sort((a, b) => b.length - a.length).find((one) => text.includes(one));
  if (word === undefined) return undefined;
  const question = text
    .replaceAll(word, ' ')
    .replace(/[，,、的\s]+$/u, '')
    .trim();
  return question === '' ? undefined : question;
}
