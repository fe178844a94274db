/**
 * What any match of an expression holds: one of some words, or several such in this order, or one of several such.
 * Undefined where nothing can be told.
 */
export type Need =
  | { words: ReadonlySet<string> }
  | { all: readonly Need[] } // in order of their places
  | { any: readonly Need[] }
  | undefined;

/** What a match of a source must hold. Takes a source without looking around and anchors; undefined also for what it cannot read. */
export function needOf(source: string): Need {
  const parser = new Parser(source);
  const found = parser.alternation();
  return parser.done() ? found : undefined;
}

/** More words than any list of surnames, digits or terms has: what is longer is left out. */
const MOST = 800;
const DIGITS = [...'0123456789'];

class Parser {
  private at = 0;
  constructor(private readonly source: string) {}

  done(): boolean {
    return this.at >= this.source.length;
  }

  /** Any of the branches may match. */
  alternation(): Need {
    const branches = [this.sequence()];
    while (this.source[this.at] === '|') {
      this.at++;
      branches.push(this.sequence());
    }
    return anyOf(branches);
  }

  /** All the parts must match, one after the other. */
  private sequence(): Need {
    const parts: Need[] = [];
    let run = '';
    const endRun = () => {
      if (run !== '') parts.push({ words: new Set([run]) });
      run = '';
    };
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const { literal, need } = this.atom();
      const least = this.quantifier();
      if (literal !== undefined && least === undefined) run += literal;
      else {
        endRun();
        if (least === 0) continue;
        parts.push(literal === undefined ? need : { words: new Set([literal]) });
      }
    }
    endRun();
    return allOf(parts);
  }

  private atom(): { literal?: string; need?: Need } {
    const char = this.source[this.at++]!;
    if (char === '(') {
      // Groups are plain: (?:…)
      if (this.source.startsWith('?:', this.at)) this.at += 2;
      const need = this.alternation();
      this.at++;
      return { need };
    }
    if (char === '[') return { need: this.charClass() };
    if (char === '\\') {
      const escaped = this.source[this.at++]!;
      if (escaped === 'u') {
        const code = this.source.slice(this.at, this.at + 4);
        this.at += 4;
        return { literal: String.fromCharCode(parseInt(code, 16)) };
      }
      if (escaped === 'd') return { need: { words: new Set(DIGITS) } };
      return /[a-zA-Z0-9]/.test(escaped) ? {} : { literal: escaped };
    }
    return char === '.' ? {} : { literal: char };
  }

  private charClass(): Need {
    const end = this.classEnd();
    const body = this.source.slice(this.at, end);
    this.at = end + 1;
    const plain = body.replaceAll('\\d', '');
    // A range or a class of another sort holds too much to be listed.
    if (/[\\^]|.-./.test(plain) || plain.length > MOST) return undefined;
    return { words: new Set(plain === body ? plain : [...plain, ...DIGITS]) };
  }

  private classEnd(): number {
    let at = this.at;
    while (this.source[at] !== ']') at += this.source[at] === '\\' ? 2 : 1;
    return at;
  }

  /** The least number of times, undefined where there is no quantifier. */
  private quantifier(): number | undefined {
    const m = /^(?:\*|\+|\?|\{(\d+)(?:,\d*)?\})\??/.exec(this.source.slice(this.at, this.at + 12));
    if (!m) return undefined;
    this.at += m[0].length;
    if (m[0].startsWith('+')) return 1;
    return m[1] === undefined ? 0 : Number(m[1]);
  }
}

function allOf(parts: readonly Need[]): Need {
  const known = parts.filter((p) => p !== undefined);
  return known.length > 1 ? { all: known } : known[0];
}

function anyOf(branches: readonly Need[]): Need {
  if (branches.length === 1) return branches[0];
  const words = new Set<string>();
  const others: Need[] = [];
  for (const branch of branches) {
    if (branch === undefined) return undefined;
    if ('words' in branch) for (const word of branch.words) words.add(word);
    else if ('any' in branch) others.push(...branch.any);
    else others.push(branch);
  }
  if (words.size > MOST) return undefined;
  if (words.size > 0) others.push({ words });
  return others.length > 1 ? { any: others } : others[0];
}
