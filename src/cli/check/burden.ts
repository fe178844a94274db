import { z } from 'zod';
import { day, pattern, slug } from '../../core/schemas.js';
import type { Finding, Place } from '../../files/finding.js';
import { readText } from '../../files/yaml.js';
import { finding, type CheckFinding } from './finding.js';

const burdenSchema = z.strictObject({
  kind: z.literal('burden-rules'),
  source: z.strictObject({
    document: z.string().min(1),
    issuer: z.string().min(1),
    issued: day,
    url: z.url(),
  }),
  unless: z.array(pattern).default([]),
  rules: z
    .array(
      z.strictObject({
        id: slug,
        says: z.string().min(1),
        clause: z.string().min(1),
        labels: z.array(z.string().min(1)).default([]),
        refuse: z.array(pattern).min(1),
        examples: z.strictObject({ refuses: z.array(z.string()).min(1), allows: z.array(z.string()).min(1) }),
      }),
    )
    .min(1),
});

/** A text that the bot can say, and where each of its characters stands. */
export interface SaidText {
  text: string;
  at(offset: number): Place;
}

/** A field that a form expects people to give. */
export interface ExpectedField {
  name: string;
  labels: readonly string[];
  place: Place;
}

export interface BurdenGuard {
  texts(said: SaidText): CheckFinding[];
  fields(field: ExpectedField): CheckFinding[];
}

/** Reads the rules and tries each on its own examples. */
export function readBurdenGuard(
  file: string,
  text: string,
): { guard?: BurdenGuard; findings: CheckFinding[] } {
  const mistakes: Finding[] = [];
  const read = readText(file, text, burdenSchema, mistakes);
  const findings = mistakes.map((f) => finding(f, 'burden-rules', f.message));
  if (read === undefined) return { findings };
  const { source, unless, rules } = read.value;
  const excuses = unless.map((p) => new RegExp(p, 'u'));
  const compiled = rules.map((rule) => ({ ...rule, patterns: rule.refuse.map((p) => new RegExp(p, 'u')) }));
  const why = (rule: { says: string; clause: string }): string =>
    `${rule.says} (${rule.clause}; ${source.document}, ${source.issued})`;

  const hits = (rule: (typeof compiled)[number], said: string): { words: string; from: number }[] =>
    clausesOf(said).flatMap((clause) => {
      if (excuses.some((excuse) => excuse.test(clause.text))) return [];
      const hit = rule.patterns.map((p) => p.exec(clause.text)).find((found) => found !== null);
      return hit ? [{ words: hit[0], from: clause.from + hit.index }] : [];
    });

  compiled.forEach((rule, i) => {
    const wrong = (list: 'refuses' | 'allows', expected: boolean): void =>
      rule.examples[list].forEach((example, n) => {
        if (hits(rule, example).length > 0 === expected) return;
        const message = `${rule.id}: the example «${example}» is ${expected ? 'let through' : 'refused'}`;
        findings.push(finding(read.at(['rules', i, 'examples', list, n]), 'burden-rules', message));
      });
    wrong('refuses', true);
    wrong('allows', false);
  });

  const guard: BurdenGuard = {
    texts: (said) =>
      compiled.flatMap((rule) =>
        hits(rule, said.text).map((hit) =>
          finding(said.at(hit.from), `burden-${rule.id}`, `«${hit.words}»: ${why(rule)}`),
        ),
      ),
    fields: (field) =>
      compiled
        .filter((rule) => field.labels.some((label) => rule.labels.some((word) => label.includes(word))))
        .map((rule) =>
          finding(
            field.place,
            `burden-${rule.id}`,
            `the field "${field.name}" must not be expected: ${why(rule)}`,
          ),
        ),
  };
  return { guard, findings };
}

/** Clauses with their offsets: a refusal in one does not excuse a demand in the next. */
function clausesOf(text: string): { text: string; from: number }[] {
  return [...text.matchAll(/[^，。；！？,;!?\n]+/gu)].map((match) => ({ text: match[0], from: match.index }));
}
