const WIDE: Record<string, string> = {
  ',': '，',
  ':': '：',
  ';': '；',
  '(': '（',
  ')': '）',
  '!': '！',
  '?': '？',
};

/** Punctuation as Chinese documents print it: full width beside a Chinese character. */
export function printed(text: string): string {
  return text
    .replace(/[,:;()!?]/g, (mark, at: number) =>
      isChinese(text[at - 1]) || isChinese(text[at + 1]) ? WIDE[mark]! : mark,
    )
    .replace(/\s*\n\s*/g, '')
    .trim();
}

function isChinese(char: string | undefined): boolean {
  return char !== undefined && /[\u3400-\u9fff“”《》、。]/.test(char);
}
