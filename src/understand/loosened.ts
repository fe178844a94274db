/**
 * The source of an expression that tells what a match of `source` holds in any part of a text: what holds at the ends of
 * a part (`^`, `$`, what must not follow or go before) is left open. What must go before or follow is kept at the ends of
 * a branch, where it stands in order with the rest: nothing of it is found outside the part. Undefined where nothing
 * would be left to look for.
 */
export function loosened(source: string): string | undefined {
  const out = strip(source, { at: 0, first: true, last: true }).out;
  // An expression that matches nothing in particular is no scent.
  return new RegExp(out).test('') ? undefined : out;
}

/** Where a group begins, and whether nothing stands before or behind it in its branch. */
interface Place {
  at: number;
  first: boolean;
  last: boolean;
}

function strip(source: string, place: Place): { out: string; at: number } {
  let out = '';
  let { at } = place;
  let from = at; // of the branch
  let branch = 0; // where it begins in `out`
  let kept = false; // something that follows the branch
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
    else if (char === '|') {
      out += char;
      at++;
      from = at;
      branch = out.length;
      kept = false;
    } else if (char === ')') return { out, at: at + 1 };
    else if (char === '(') {
      const look = /^\((?:\?<?[=!])/.exec(source.slice(at, at + 4))?.[0];
      const open = look ?? /^\((?:\?:|\?<[^=!>][^>]*>)?/.exec(source.slice(at))![0];
      const end = groupEnd(source, at);
      const quantified = /^[*+?{]/.test(source.slice(end, end + 1));
      const inner = strip(source, {
        at: at + open.length,
        first: place.first && at === from && !quantified,
        last: place.last && endsBranch(source, end) && !quantified,
      });
      at = inner.at;
      if (look === undefined) out += `(?:${inner.out})`;
      else if (quantified) at += 1;
      else if (look === '(?<=' && place.first && out.length === branch) out += `(?:${inner.out})`;
      else if (look === '(?=' && place.last && !kept && endsBranch(source, end)) {
        out += `(?:${inner.out})`;
        kept = true;
      }
    } else {
      out += char;
      at++;
    }
  }
  return { out, at };
}

/** Whether a branch ends there, but for what else is looked for around its end. */
function endsBranch(source: string, from: number): boolean {
  let at = from;
  while (/^(?:\$|\(\?<?[=!])/.test(source.slice(at, at + 4)))
    at = source[at] === '$' ? at + 1 : groupEnd(source, at);
  return at >= source.length || source[at] === '|' || source[at] === ')';
}

function groupEnd(source: string, from: number): number {
  let depth = 0;
  let at = from;
  do {
    const char = source[at]!;
    if (char === '(') depth++;
    else if (char === ')') depth--;
    at = char === '[' ? classEnd(source, at) : at + (char === '\\' ? 2 : 1);
  } while (depth > 0 && at < source.length);
  return at;
}

function classEnd(source: string, from: number): number {
  let at = from + 1;
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return at + 1;
}
