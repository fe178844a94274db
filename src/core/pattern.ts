const known = new Map<string, RegExp>();
/** Definitions have some hundreds; more can only be those of definitions that were exchanged. */
const MOST = 5_000;

/**
 * A pattern of the definitions, compiled once (flag `u`). Not for words of messages, of which there is no end. It has no
 * state: neither `g` nor `y`.
 */
export function patternOf(source: string): RegExp {
  let pattern = known.get(source);
  if (!pattern) {
    if (known.size >= MOST) known.clear();
    known.set(source, (pattern = new RegExp(source, 'u')));
  }
  return pattern;
}
