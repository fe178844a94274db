import { veiled } from './veiled.js';

/** A value that can only be one household's (身份证号) and stands with several. Masked. */
export interface Doubled<T> {
  title: string;
  value: string;
  homes: T[];
}

/** What stands with more than one household, under heads that `own` names (intents/roster.yaml lists.own). */
export function doubled<T extends { private: Readonly<Record<string, string>> }>(
  homes: readonly T[],
  own: readonly string[],
): Doubled<T>[] {
  const seen = new Map<string, { title: string; text: string; homes: T[] }>();
  for (const home of homes)
    for (const [title, written] of Object.entries(home.private)) {
      if (!own.some((word) => title.includes(word))) continue;
      const text = written
        .normalize('NFKC')
        .replace(/[\s-]+/g, '')
        .toUpperCase();
      if (text.length < 6) continue; // 有, 已办: not a number
      const one = seen.get(`${title}|${text}`);
      if (!one) seen.set(`${title}|${text}`, { title, text, homes: [home] });
      else if (!one.homes.includes(home)) one.homes.push(home);
    }
  return [...seen.values()]
    .filter((one) => one.homes.length > 1)
    .map(({ title, text, homes }) => ({ title, value: veiled(text), homes }));
}
