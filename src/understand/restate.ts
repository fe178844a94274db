/** "总投资｜68万元": on lines of two cells each, the mark between them is a colon. */
const PAIR = /^([^|\n:]{1,12})\|(?=[^|\n]*$)/gm;
const LEAST_PAIRS = 2;

/** Dialect as the written language has it (今儿: 今天), and marks that stand for colons; lengths stay. */
export function restate(
  text: string,
  dialect: ReadonlyMap<string, string>,
  spoken: RegExp | undefined,
): string {
  const said = spoken ? text.replace(spoken, (word) => dialect.get(word) ?? word) : text;
  if (!said.includes('|')) return said;
  const pairs = said.match(PAIR)?.length ?? 0;
  return pairs >= LEAST_PAIRS ? said.replace(PAIR, '$1:') : said;
}
