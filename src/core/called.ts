/** Shorter names are those of people. */
const LONG = 5;

/** Whether what is said may be this: the same, one within the other, or shortened ("柏坳蓄水池"); a surname begins it. */
export function isCalled(said: string, name: string): boolean {
  if (said.length === 1) return name.startsWith(said);
  const ends = name.length >= LONG && said.includes(name.slice(0, 2)) && said.includes(name.slice(-2));
  return ends || within(said, name) || within(name, said);
}

function within(short: string, long: string): boolean {
  let at = 0;
  for (const char of long) if (char === short[at]) at += 1;
  return short.length > 1 && at === short.length;
}
