/** The middle of a list; of an even one the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The value that `share` (0..1) of the list does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
export const times = (value: number): string => value.toFixed(2);
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
