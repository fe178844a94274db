/**
 * Room to write a text in, unit by unit, used again for the next. A text that comes out of it lies in one piece: one that
 * is put together of pieces, or cut out of another, is read more slowly ever after, and several sorts of them in one place
 * more slowly still.
 */
export class Sheet {
  private bytes = Buffer.alloc(2 * LEAST);
  private units = unitsOf(this.bytes);

  /** Room for so many units; whatever stands there. */
  room(length: number): Uint16Array {
    if (length > this.units.length) {
      this.bytes = Buffer.alloc(2 * length);
      this.units = unitsOf(this.bytes);
    }
    return this.units;
  }

  /** The units of a text, to be changed in place. */
  open(text: string): Uint16Array {
    const units = this.room(text.length);
    this.bytes.write(text, 0, 'utf16le');
    return units;
  }

  /** What is written in front, so many units of it. */
  text(length: number): string {
    return this.bytes.toString('utf16le', 0, 2 * length);
  }
}

const LEAST = 4096;

/** Units as the processor has them: little-endian on all that the embedded database runs on. */
function unitsOf({ buffer, byteOffset, length }: Buffer): Uint16Array {
  return new Uint16Array(buffer, byteOffset, length / 2);
}

const shared = new Sheet();

/** The same text in one piece. */
export function inOnePiece(text: string): string {
  shared.open(text);
  return shared.text(text.length);
}

/** A text with some of its units changed in place. */
export function rewritten(text: string, change: (units: Uint16Array) => void): string {
  change(shared.open(text));
  return shared.text(text.length);
}
