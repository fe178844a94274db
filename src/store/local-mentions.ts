/**
 * The ids of those whom a text mentions by "@name" or "@nickname", in order of appearance. Of several names that fit
 * at one place the longest counts ("@张伟民" is not 张伟); two people of one name are both meant.
 */
export function mentionedIn(
  text: string,
  people: readonly { id: string; names: readonly string[] }[],
): string[] {
  const found = new Set<string>();
  for (let at = next(text, 0); at >= 0; at = next(text, at + 1)) {
    let longest = 0;
    let ids: string[] = [];
    for (const { id, names } of people) {
      for (const name of names) {
        if (name.length < longest || name === '' || !text.startsWith(name, at + 1)) continue;
        if (name.length > longest) ids = [];
        longest = name.length;
        ids.push(id);
      }
    }
    for (const id of ids) found.add(id);
  }
  return [...found];
}

function next(text: string, from: number): number {
  const half = text.indexOf('@', from);
  const full = text.indexOf('＠', from);
  if (half < 0 || full < 0) return Math.max(half, full);
  return Math.min(half, full);
}
