import type { Mention } from './document.js';
import { matches } from './matches.js';
import { rewritten } from './sheet.js';
import { isDigit, type Span } from './span.js';

/** What is not the sender's own sentence, blanked out of the text; offsets stay. */
export interface Peeled {
  text: string;
  plain: string;
  mentions: Mention[];
  toBot: boolean;
  images: number;
  forwarded: boolean;
  quoted: string | undefined;
  /** Nothing is left but marks, emoji and blanks. */
  empty: boolean;
}

const QUOTE = /^\s*「([^「」]{0,4000})」\s*\n?\s*(?:-\s?){5,60}\n?/;
const FORWARD =
  /^\s*(?:[【[]\s*(?:转发|聊天记录|群聊的聊天记录|合并转发|转)\s*[】\]]|转发[::]|(?:以下|下面)(?:是|为|内容)?(?:从|由|来自)?[^\n:：]{0,14}(?:转来|转发|聊天记录|群里)[^\n:：]{0,14}[:：]|转发(?:一[下条]|自|来自)?[^\n:：,，]{0,12}(?:聊天)?记录[^\n:：]{0,6}[:：]|\[?[^\n\[\]]{0,20}的聊天记录\]?\s*(?:\n|$))/;
const STICKER = /\[([^\s[\]]{1,8})\]/g;
const PICTURE = /^(?:图片|照片|相片|Image|Photo|image|动画表情|视频|文件|语音|位置|链接)/;
const MENTION = /@([^\s@,,::。!?、;()]{1,20})/g;
const POST =
  /^(?:所有人|全体成员|[\u4e00-\u9fff]{1,3}(?:书记|镇长|乡长|县长|主任|局长|站长|所长|队长|组长|专干|支书|领导|主席|委员|干事|会计|文书|老师)|[\u4e00-\u9fff]{2,6}(?:办|局|所|站|组|委))/;

const EVERYBODY = new Set(['所有人', '全体成员']);

export function peel(text: string, plain: string, botNames: readonly string[]): Peeled {
  const blanks: Span[] = [];
  const out: Peeled = {
    text,
    plain,
    mentions: [],
    toBot: false,
    images: 0,
    forwarded: false,
    quoted: undefined,
    empty: false,
  };

  let body = 0;
  if (text.includes('「')) {
    const quote = QUOTE.exec(text);
    if (quote) {
      out.quoted = quote[1]!;
      body = quote[0].length;
      blanks.push({ from: 0, to: body });
    }
  }
  if (text.includes('转') || text.includes('聊天记录')) {
    const forward = FORWARD.exec(text.slice(body, body + 200));
    if (forward) {
      out.forwarded = true;
      const end = forward[0].replace(/\n$/, '').length;
      // "从某村村民群转来": the place is what it is about.
      const place = /[村镇乡](?=民?(?:微信|工作)?群)/.exec(forward[0]);
      blanks.push({ from: body + (place ? place.index + 1 : 0), to: body + end });
    }
  }
  if (text.includes('[')) {
    for (const found of matches(STICKER, text)) {
      if (PICTURE.test(found[1]!)) {
        if (/^(?:图片|照片|相片|Image|Photo|image)/.test(found[1]!)) out.images++;
      } else if (/[\d]/.test(found[1]!)) continue;
      blanks.push({ from: found.index, to: found.index + found[0].length });
    }
  }
  if (text.includes('@')) {
    for (const found of matches(MENTION, text)) {
      const from = found.index;
      const bot = botNames.find((name) => found[1]!.startsWith(name));
      const name = bot ?? POST.exec(found[1]!)?.[0] ?? found[1]!;
      if (bot) out.toBot = true;
      out.mentions.push({ name, from, to: from + 1 + name.length });
      // Whoever calls everybody gives notice: that stays to be read.
      if (!EVERYBODY.has(name)) blanks.push({ from, to: from + 1 + name.length });
    }
  }
  if (blanks.length > 0) {
    out.text = blank(text, blanks);
    out.plain = blank(plain, blanks);
  }
  if (hasEmoji(out.text)) {
    out.text = withoutEmoji(out.text, true);
    out.plain = withoutEmoji(out.plain, false);
  }
  out.empty = !hasWords(out.text);
  return out;
}

/** Han and half-width words tell at once what else only a table of all scripts knows. */
function hasWords(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x4e00 && unit <= 0x9fa5) return true;
    if (isDigit(unit) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a)) return true;
  }
  return /[\p{L}\p{N}]/u.test(text);
}

/** Spans become blanks; their line breaks stay. */
export function blank(text: string, spans: readonly Span[]): string {
  return rewritten(text, (units) => {
    for (const { from, to } of spans)
      for (let at = Math.max(0, from), end = Math.min(to, text.length); at < end; at++)
        if (units[at] !== 0x0a) units[at] = 0x20;
  });
}

function emojiAt(unit: number): boolean {
  return (
    (unit >= 0xd800 && unit <= 0xdfff) ||
    unit === 0xfe0f ||
    unit === 0x20e3 ||
    (unit >= 0x2600 &&
      unit <= 0x27bf &&
      unit !== 0x2605 &&
      unit !== 0x2606 &&
      !(unit >= 0x2776 && unit <= 0x2793)) ||
    (unit >= 0x2b00 && unit <= 0x2bff) ||
    (unit >= 0x2190 && unit <= 0x21ff)
  );
}

function hasEmoji(text: string): boolean {
  for (let i = 0; i < text.length; i++)
    if (text.charCodeAt(i) >= 0x2000 && emojiAt(text.charCodeAt(i))) return true;
  return false;
}

/** Emoji become blanks, at the start of a line a bullet; "3️⃣" becomes "3、". */
function withoutEmoji(text: string, bullets: boolean): string {
  const out: string[] = [];
  let lineStart = true;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    const unit = text.charCodeAt(i);
    if (
      unit >= 0x30 &&
      unit <= 0x39 &&
      (text.charCodeAt(i + 1) === 0x20e3 ||
        (text.charCodeAt(i + 1) === 0xfe0f && text.charCodeAt(i + 2) === 0x20e3))
    ) {
      const long = text.charCodeAt(i + 1) === 0xfe0f;
      out.push(char, '、', ...(long ? [' '] : []));
      i += long ? 2 : 1;
      lineStart = false;
    } else if (emojiAt(unit)) {
      out.push(lineStart && bullets ? '•' : ' ');
      lineStart = false;
    } else {
      out.push(char);
      lineStart = char === '\n' || (lineStart && (char === ' ' || char === '\t'));
    }
  }
  return out.join('');
}
