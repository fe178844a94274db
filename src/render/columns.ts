/**
 * Shares a width over columns by what their words want: as wanted where that fits, what is left over spread evenly by
 * want. Else the stiff ones (numbers, short words) get theirs, and the long ones wrap within the rest.
 */
export function shareWidth(want: readonly number[], stiff: readonly boolean[], width: number): number[] {
  const all = sum(want);
  if (all <= width) return want.map((one) => one + ((width - all) * one) / all);
  const fixed = sum(want.filter((_, i) => stiff[i]));
  const soft = all - fixed;
  if (soft <= 0 || fixed > width * 0.8) return want.map((one) => (one * width) / all);
  return want.map((one, i) => (stiff[i] ? one : (one * (width - fixed)) / soft));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0);
}
