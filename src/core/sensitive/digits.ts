/** A stretch of digits of one script in a text, and what stands between it and the next one. */
export interface DigitGroup {
  from: number;
  to: number;
  digits: string; // half width
  /**
   * How the next group of the run follows: a space or dash, a point, a closing bracket as in (0731)85552222, or what
   * parts numbers of their own as often as it parts one number: a slash, a line break, many spaces.
   */
  gap: 'plain' | 'point' | 'bracket' | 'wide' | 'end';
}

// The last two are what makes a keycap emoji of a digit.
const SPACES_AND_DASHES = new Set(' \u00a0\u2009\u3000-‐‑–—－_\ufe0f\u20e3');
const POINTS = new Set('.．·•');
const WIDE = new Set(' \u3000\t\r\n/／|｜');
/** A line break, an indent; more would be another place of the text. */
const WIDEST = 6;
/** They show nothing, so they part nothing. */
const INVISIBLE = new Set('\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff');
/** Ten digits from zero on each; a number is written in one of them throughout. */
const SCRIPTS = [
  '0123456789',
  '〇一二三四五六七八九',
  '⓪①②③④⑤⑥⑦⑧⑨',
  '⓿❶❷❸❹❺❻❼❽❾',
  '٠١٢٣٤٥٦٧٨٩',
  '۰۱۲۳۴۵۶۷۸۹',
  '⁰¹²³⁴⁵⁶⁷⁸⁹',
  '₀₁₂₃₄₅₆₇₈₉',
];
/** Mathematical digits, bold and so on: five times ten from U+1D7CE, each two UTF-16 units with this one first. */
const MATH_HIGH = 0xd835;
const MATH_FIRST = 0xdfce;
const MATH = SCRIPTS.length;
const ASCII = 0;
const OTHERS = new Map(
  SCRIPTS.flatMap((digits, script) =>
    script === ASCII
      ? []
      : [...digits].map((char, value) => [char.charCodeAt(0), { script, value }] as const),
  ),
);
// 零 is the usual zero beside 一二三, and 幺 is how one says 一 in a number.
OTHERS.set('零'.charCodeAt(0), { script: 1, value: 0 });
OTHERS.set('幺'.charCodeAt(0), { script: 1, value: 1 });

/** The first unit of any digit, as `scriptAt` knows them. */
const DIGITS = `0-9０-９${[...OTHERS.keys()].map((code) => `\\u${code.toString(16).padStart(4, '0')}`).join('')}\\ud835`;
const NEXT = new RegExp(`[${DIGITS}]`, 'g');
const SEVEN = new RegExp(`^[^${DIGITS}]*(?:[${DIGITS}][^${DIGITS}]*){7}`);

/** Whether a text may hold seven digits at all, however far apart: a quick look, which errs on the side of yes. */
export const hasSevenDigits = (text: string): boolean => SEVEN.test(text);

/** Where the next digit may be, from `at` on; the end of the text where there is none. */
function nextDigit(text: string, at: number): number {
  NEXT.lastIndex = at;
  return NEXT.exec(text)?.index ?? text.length;
}

/** Runs of groups with little between them, in order. One pass over the text. */
export function* digitRuns(text: string): Generator<DigitGroup[]> {
  let run: DigitGroup[] = [];
  for (let i = 0; i < text.length;) {
    const script = scriptAt(text, i);
    if (script < 0) {
      i = nextDigit(text, i + 1);
      continue;
    }
    const from = i;
    let to = i;
    let digits = '';
    while (i < text.length) {
      if (scriptAt(text, i) === script) {
        digits += digitAt(text, i);
        to = i += script === MATH ? 2 : 1;
      } else if (INVISIBLE.has(text[i]!)) i++;
      else break;
    }
    const gap = gapAt(text, to, script);
    run.push({ from, to, digits, gap: gap.kind });
    i = to + gap.length;
    if (gap.kind === 'end') {
      yield run;
      run = [];
    }
  }
}

function gapAt(text: string, at: number, script: number): { kind: DigitGroup['gap']; length: number } {
  let i = at;
  const point = POINTS.has(text[i] ?? '');
  const bracket = text[i] === ')' || text[i] === '）';
  if (bracket || point) i++;
  while (!point && i - at < 2 && SPACES_AND_DASHES.has(text[i] ?? '')) i++;
  if (i > at && scriptAt(text, i) === script)
    return { kind: bracket ? 'bracket' : point ? 'point' : 'plain', length: i - at };
  for (i = at; i - at < WIDEST && WIDE.has(text[i] ?? '');) i++;
  if (i > at && scriptAt(text, i) === script) return { kind: 'wide', length: i - at };
  return { kind: 'end', length: 0 };
}

function scriptAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if ((code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19)) return ASCII;
  if (code === MATH_HIGH) return text.charCodeAt(at + 1) >= MATH_FIRST ? MATH : -1;
  return code < 0x80 ? -1 : (OTHERS.get(code)?.script ?? -1);
}

/** The digit at `at`, or -1. */
export function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0xff10 && code <= 0xff19) return code - 0xff10;
  if (scriptAt(text, at) === MATH) return (text.charCodeAt(at + 1) - MATH_FIRST) % 10;
  return code < 0x80 ? -1 : (OTHERS.get(code)?.value ?? -1);
}
