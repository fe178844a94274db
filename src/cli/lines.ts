import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Only a line feed ends a line: readline would also break at U+2028, which may stand in a JSON text as it is. */
export async function* linesOf(input: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of input) {
    const parts = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = parts.pop()!;
    yield* parts;
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}
