/** A stretch of digits (half or full width) in a text, and what stands between it and the next one. */
export interface DigitGroup {
  from: number;
  to: number;
  digits: string; // half width
  /** How the next group of the run follows: a space or dash, or a closing bracket as in (0731)85552222. */
  gap: 'plain' | 'bracket' | 'end';
}

const SPACES_AND_DASHES = new Set(' \u00a0\u2009\u200b\u3000-‐‑–—－_');

/** Runs of groups with at most two spaces or dashes between them, in order. One pass over the text. */
export function* digitRuns(text: string): Generator<DigitGroup[]> {
  let run: DigitGroup[] = [];
  for (let i = 0; i < text.length;) {
    if (digitAt(text, i) < 0) {
      i++;
      continue;
    }
    const from = i;
    let digits = '';
    for (let digit = digitAt(text, i); digit >= 0; digit = digitAt(text, ++i)) digits += digit;
    const gap = gapAt(text, i);
    run.push({ from, to: i, digits, gap: gap.kind });
    i += gap.length;
    if (gap.kind === 'end') {
      yield run;
      run = [];
    }
  }
}

function gapAt(text: string, at: number): { kind: DigitGroup['gap']; length: number } {
  let i = at;
  const bracket = text[i] === ')' || text[i] === '）';
  if (bracket) i++;
  while (i - at < 2 && SPACES_AND_DASHES.has(text[i] ?? '')) i++;
  if (i === at || digitAt(text, i) < 0) return { kind: 'end', length: 0 };
  return { kind: bracket ? 'bracket' : 'plain', length: i - at };
}

/** The digit at `at`, or -1. */
export function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0xff10 && code <= 0xff19) return code - 0xff10;
  return -1;
}
