import { z } from 'zod';

/** The front matter of `templates/<name>.liquid`: what the text is for, what it may use, and proof that it works. */
export const templateHead = z.strictObject({
  purpose: z.string().min(1),
  variables: z.record(z.string(), z.string()).default({}),
  examples: z.array(z.strictObject({ data: z.record(z.string(), z.unknown()), expect: z.string() })).min(1),
});

export type TemplateHead = z.infer<typeof templateHead>;

export interface TemplateFile {
  name: string;
  file: string;
  head: TemplateHead;
  body: string;
  /** The line of the file on which the body starts, 1-based. */
  bodyLine: number;
  /** Where the words stand that an example (0-based) expects. */
  exampleAt(index: number): { file: string; line: number; column: number };
}
