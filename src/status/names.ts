/** How much of the shorter name's pairs of characters the longer has: 0 to 1. */
export function likeness(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  if (a.includes(b) || b.includes(a)) return 1;
  const pairs = (text: string) => new Set([...text].slice(1).map((c, i) => [...text][i]! + c));
  const [first, second] = [pairs(a), pairs(b)];
  if (first.size === 0 || second.size === 0) return 0;
  let common = 0;
  for (const pair of first) if (second.has(pair)) common++;
  return common / Math.min(first.size, second.size);
}

/** The names that what was written may mean, best first: one where it is clear, several where it is not. At most three. */
export function nearestNames<T>(written: string, all: readonly T[], nameOf: (one: T) => string): T[] {
  const exact = all.filter((one) => nameOf(one) === written);
  if (exact.length > 0) return exact.slice(0, 3);
  const scored = all
    .map((one) => ({ one, score: likeness(written, nameOf(one)) }))
    .filter(({ score }) => score >= 0.5)
    .sort((a, b) => b.score - a.score);
  const top = scored[0]?.score ?? 0;
  return scored
    .filter(({ score }) => score >= top - 0.1)
    .slice(0, 3)
    .map(({ one }) => one);
}
