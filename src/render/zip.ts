import { constants, deflateRawSync } from 'node:zlib';
import { Zip, ZipPassThrough } from 'fflate';

/** One file of a package. Text may come in pieces, so that a table of any length needs little memory. */
export interface Part {
  name: string;
  content: string | Uint8Array | Iterable<string> | AsyncIterable<string>;
}

/** Pieces are pressed together this large: small ones press badly, large ones cost memory. */
const PIECE = 1 << 18;
const LEVEL = 4;
/** The same content is the same bytes: no file of a package carries the time it was made. Zip keeps wall time. */
const noTime = () => new Date(1980, 0, 1, 12);

/** Each piece is pressed by itself and ends on a whole byte, so the pieces of a file simply follow each other. */
class Pressed extends ZipPassThrough {
  override compression = 8;

  protected override process(piece: Uint8Array, final: boolean): void {
    const finishFlush = final ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
    this.ondata(null, deflateRawSync(piece, { level: LEVEL, finishFlush }), final);
  }
}

/** A zip of the parts in their order, as it comes to be. */
export async function* zipped(parts: Iterable<Part> | AsyncIterable<Part>): AsyncGenerator<Uint8Array> {
  const done: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    done.push(bytes);
  });
  for await (const { name, content } of parts) {
    const file = new Pressed(name);
    file.mtime = noTime();
    zip.add(file);
    for await (const piece of pieces(content)) {
      file.push(piece);
      yield* done.splice(0);
    }
    file.push(new Uint8Array(0), true);
    yield* done.splice(0);
  }
  zip.end();
  yield* done.splice(0);
}

async function* pieces(content: Part['content']): AsyncGenerator<Uint8Array> {
  if (content instanceof Uint8Array) return void (yield content);
  if (typeof content === 'string') return void (yield Buffer.from(content));
  let waiting: string[] = [];
  let length = 0;
  for await (const text of content) {
    waiting.push(text);
    length += text.length;
    if (length < PIECE) continue;
    yield Buffer.from(waiting.join(''));
    waiting = [];
    length = 0;
  }
  if (length > 0) yield Buffer.from(waiting.join(''));
}

/** All of it at once, for what is sent. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
