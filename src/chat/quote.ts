/** The line between what is quoted and the reply, as clients write it. */
export const QUOTE_LINE = '- - - - - - - - - - - - - - -';

const SEPARATOR = /」[ \t]*\r?\n(?:- ){5,}-[ \t]*\r?\n|」[ \t]*\r?\n-{5,}[ \t]*\r?\n/g;

/**
 * Splits a quoted reply in its text form, 「昵称：原文」, a line of dashes, the reply.
 * Undefined where the text is none. Of several such lines the first one counts at which the brackets are balanced:
 * what was quoted may be a quoted reply itself.
 */
export function splitQuote(
  text: string,
): { quoted: { sender?: string | undefined; text: string }; reply: string } | undefined {
  if (!text.startsWith('「')) return undefined;
  let depth = 0;
  let counted = 0;
  let last: RegExpExecArray | undefined;
  for (const match of text.matchAll(SEPARATOR)) {
    for (; counted <= match.index; counted++) {
      if (text[counted] === '「') depth++;
      else if (text[counted] === '」') depth--;
    }
    last = match;
    if (depth <= 0) break;
  }
  if (!last) return undefined;
  const inside = text.slice(1, last.index);
  const reply = text.slice(last.index + last[0].length);
  const colon = inside.search(/[：:]/);
  // A name is short and stands on the first line; without one, all of it is the text.
  if (colon <= 0 || colon > 64 || inside.slice(0, colon).includes('\n'))
    return { quoted: { text: inside }, reply };
  return {
    quoted: { sender: inside.slice(0, colon), text: inside.slice(colon + 1).replace(/^[ \t]/, '') },
    reply,
  };
}
