import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { words } from '../core/schemas.js';
import { readOne, type Finding, type SharedWords } from '../intents/index.js';
import { consentOf } from './consent.js';
import { canonical } from './digest.js';

/** intents/signing.yaml: the words with which a leader signs a report, and what makes them none. */
const signingSchema = z.strictObject({
  words,
  alone: z.array(z.string().min(1)).default([]).describe('sign only where nothing else is said'),
  not: z.array(z.string().min(1)).default([]),
  examples: z.array(z.strictObject({ text: z.string(), signs: z.boolean() })),
});

export interface SigningWords {
  signs(text: string): boolean;
  digest(data: object): string;
}

/** Longer texts are reports or talk, not a signature. */
const LONGEST = 40;

/** Reads the words and runs their examples. */
export function readSigning(
  intentsDir: string,
  shared: SharedWords,
): { signing: SigningWords | undefined; findings: Finding[] } {
  const consent = consentOf(shared);
  const findings: Finding[] = [];
  const path = join(intentsDir, 'signing.yaml');
  if (!existsSync(path)) return { signing: undefined, findings };
  const read = readOne(path, intentsDir, signingSchema, findings);
  if (!read) return { signing: undefined, findings };
  const { words, alone, not, examples } = read.value;
  const signs = (text: string): boolean => {
    const line = text
      .normalize('NFKC')
      .replace(/@\S+\s?/g, '')
      .trim();
    if (alone.includes(line.replace(/[\p{P}\s]/gu, ''))) return true;
    return (
      line.length <= LONGEST &&
      words.some((word) => line.includes(word)) &&
      !not.some((word) => line.includes(word)) &&
      !consent.lacks(line)
    );
  };
  examples.forEach((example, i) => {
    if (signs(example.text) !== example.signs)
      findings.push({
        ...read.at(['examples', i]),
        message: `"${example.text}" ${example.signs ? 'does not sign' : 'signs'}`,
      });
  });
  const digest = (data: object): string => createHash('sha256').update(canonical(data)).digest('hex');
  return { signing: { signs, digest }, findings };
}
