import type { Readable, Writable } from 'node:stream';
import type { z } from 'zod';
import { AppError } from '../core/errors.js';
import { utf8 } from '../files/open.js';

const LINE_FEED = 0x0a;

/** Only a line feed ends a line: readline would also break at U+2028, which may stand in a JSON text as it is. */
async function* linesOf(input: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of input) {
    let from = 0;
    const bytes = chunk as Buffer;
    for (let to = bytes.indexOf(LINE_FEED); to >= 0; to = bytes.indexOf(LINE_FEED, from)) {
      yield Buffer.concat([...rest, bytes.subarray(from, to)]);
      rest = [];
      from = to + 1;
    }
    if (from < bytes.length) rest.push(bytes.subarray(from));
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

/**
 * What stands on stdin, one JSON object a line; empty lines count but say nothing. `example`: a line as it should be.
 * Throws an AppError `input-invalid` that names the line and what was expected.
 */
export async function* jsonLines<S extends z.ZodType>(
  input: Readable,
  schema: S,
  example: string,
): AsyncGenerator<z.infer<S>> {
  let number = 0;
  for await (const bytes of linesOf(input)) {
    number++;
    const bad = (fault: string): AppError =>
      new AppError(
        'input-invalid',
        `stdin, line ${number}: ${fault}; expected one JSON object a line: ${example}`,
      );
    const line = utf8(bytes);
    if (line === undefined) throw bad('not UTF-8');
    if (line.trim() === '') continue;
    let data: unknown;
    try {
      data = JSON.parse(line);
    } catch {
      throw bad('not JSON');
    }
    const parsed = schema.safeParse(data);
    if (!parsed.success)
      throw bad(parsed.error.issues.map((i) => `${i.path.join('.') || 'line'}: ${i.message}`).join('; '));
    yield parsed.data;
  }
}

/** Resolves when the reader has room for more. Throws an AppError `reader-gone` once nobody reads. */
export async function printJson(output: Writable, value: object): Promise<void> {
  const room = !output.destroyed && output.write(`${JSON.stringify(value)}\n`);
  if (room) return;
  if (!output.destroyed)
    await new Promise<void>((resolve) => {
      const done = () => {
        output.off('drain', done).off('close', done);
        resolve();
      };
      output.on('drain', done).on('close', done);
    });
  if (output.destroyed) throw new AppError('reader-gone', 'nobody reads the answer any more');
}
