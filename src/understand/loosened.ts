/**
 * The source of an expression that matches wherever `source` matches in any part of a text: what holds at the ends of a
 * part (`^`, `$`, what must not follow or go before) is left open. Undefined where nothing would be left to look for.
 */
export function loosened(source: string): string | undefined {
  const out = strip(source, 0).out;
  // An expression that matches nothing in particular is no scent.
  return new RegExp(out).test('') ? undefined : out;
}

function strip(source: string, from: number): { out: string; at: number } {
  let out = '';
  let at = from;
  while (at < source.length) {
    const char = source[at]!;
    if (char === '\\') {
      out += source.slice(at, at + 2);
      at += 2;
    } else if (char === '[') {
      const end = classEnd(source, at);
      out += source.slice(at, end);
      at = end;
    } else if (char === '^' || char === '$') at++;
    else if (char === ')') return { out, at: at + 1 };
    else if (char === '(') {
      const look = /^\((?:\?<?[=!])/.exec(source.slice(at, at + 4))?.[0];
      const open = look ?? /^\((?:\?:|\?<[^=!>][^>]*>)?/.exec(source.slice(at))![0];
      const inner = strip(source, at + open.length);
      at = inner.at;
      // Looking around is dropped altogether: at the ends of a part it sees nothing.
      if (look === undefined) out += `(?:${inner.out})`;
      else if (/^[*+?{]/.test(source.slice(at, at + 1))) at += 1;
    } else {
      out += char;
      at++;
    }
  }
  return { out, at };
}

function classEnd(source: string, from: number): number {
  let at = from + 1;
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return at + 1;
}
