/**
 * Words of which any match of an expression holds at least one: only where one of them stands in a text need the
 * expression be tried. Undefined where no such words can be told. Takes a source without looking around and anchors.
 */
export function needlesOf(source: string): string[] | undefined {
  const parser = new Parser(source);
  const found = parser.alternation();
  return found && parser.done() && found.size <= MOST ? [...found] : undefined;
}

const MOST = 160;
const SMALL_CLASS = 12;

class Parser {
  private at = 0;
  constructor(private readonly source: string) {}

  done(): boolean {
    return this.at >= this.source.length;
  }

  /** Any of the branches may match: all their needles together. */
  alternation(): Set<string> | undefined {
    let all: Set<string> | undefined = this.sequence();
    while (this.source[this.at] === '|') {
      this.at++;
      const branch = this.sequence();
      if (all && branch) for (const n of branch) all.add(n);
      else all = undefined;
    }
    return all;
  }

  /** All the parts must match: the most telling one's needles. */
  private sequence(): Set<string> | undefined {
    let best: Set<string> | undefined;
    let run = '';
    const take = (set: Set<string> | undefined) => {
      if (set && (!best || tells(set) > tells(best))) best = set;
    };
    const endRun = () => {
      if (run !== '') take(new Set([run]));
      run = '';
    };
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const { literal, needles } = this.atom();
      const least = this.quantifier();
      if (literal !== undefined && least === undefined) run += literal;
      else {
        endRun();
        if (least !== 0) take(literal !== undefined ? new Set([literal]) : needles);
      }
    }
    endRun();
    return best;
  }

  private atom(): { literal?: string; needles?: Set<string> | undefined } {
    const char = this.source[this.at++]!;
    if (char === '(') {
      // Groups are plain: (?:…)
      if (this.source.startsWith('?:', this.at)) this.at += 2;
      const needles = this.alternation();
      this.at++;
      return { needles };
    }
    if (char === '[') return { needles: this.charClass() };
    if (char === '\\') {
      const escaped = this.source[this.at++]!;
      if (escaped === 'u') {
        const code = this.source.slice(this.at, this.at + 4);
        this.at += 4;
        return { literal: String.fromCharCode(parseInt(code, 16)) };
      }
      return /[a-zA-Z0-9]/.test(escaped) ? {} : { literal: escaped };
    }
    return char === '.' ? {} : { literal: char };
  }

  private charClass(): Set<string> | undefined {
    const end = this.classEnd();
    const body = this.source.slice(this.at, end);
    this.at = end + 1;
    if (/[\\^-]/.test(body) || body.length > SMALL_CLASS) return undefined;
    return new Set(body);
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

/** Long needles tell more than short ones, few more than many. */
function tells(set: ReadonlySet<string>): number {
  let shortest = 9;
  for (const n of set) shortest = Math.min(shortest, n.length);
  return shortest * 100 - set.size;
}
