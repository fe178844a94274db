/** What {…} may stand for in a pattern, beside {words:LIST}. What each is made of is told in `understand/patterns.ts`. */
export const PLACEHOLDERS = ['num', 'money', 'tenths', 'sum', 'date', 'again', 'day', 'name', 'title', 'surname', 'han', 'end', 'start'] as const;

/** The keys of a definition under which every text is a pattern. */
const PATTERN_KEYS = new Set([
  'phrases',
  'signals',
  'not',
  'strip',
  'within',
  'numbers',
  'subjects',
  'vetoes',
  'apart',
  'plans',
  'denials',
  'denied',
  'doubted',
  'patterns',
  'pattern',
  'amends',
  'latter',
  'former',
  'fragments',
]);

export interface PatternFault {
  path: PropertyKey[];
  message: string;
}

/** Patterns that are no regular expressions, or that hold a {…} nobody knows. `lists`: the names of the word lists. */
export function patternFaults(definition: unknown, lists: readonly string[]): PatternFault[] {
  const allowed = new Set<string>([...PLACEHOLDERS, ...lists.map((name) => `words:${name}`)]);
  const faults: PatternFault[] = [];
  function walk(value: unknown, path: PropertyKey[], inPattern: boolean): void {
    if (typeof value === 'string') {
      const fault = inPattern ? faultOf(value, allowed) : undefined;
      if (fault !== undefined) faults.push({ path, message: `${path.map(String).join('.')}: ${fault}` });
    } else if (value !== null && typeof value === 'object') {
      for (const [key, one] of Object.entries(value)) {
        // Examples are messages, whatever their keys are called.
        if (path.length === 0 && key === 'examples') continue;
        walk(one, [...path, Array.isArray(value) ? Number(key) : key], inPattern || PATTERN_KEYS.has(key));
      }
    }
  }
  walk(definition, [], false);
  return faults;
}

function faultOf(pattern: string, allowed: ReadonlySet<string>): string | undefined {
  for (const [whole, name] of pattern.matchAll(/\{([a-z][a-z:-]*)\}/g)) {
    if (!allowed.has(name!)) return `unknown ${whole}; allowed: ${[...allowed].map((a) => `{${a}}`).join(' ')}`;
  }
  try {
    new RegExp(pattern.replace(/\{[a-z][a-z:-]*\}/g, '(?:x)'));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
