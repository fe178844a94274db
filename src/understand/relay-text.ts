import { normalise } from './normalise.js';

export interface RelayItem {
  number: number;
  who: string;
  content: string;
}

export interface Relay {
  title: string;
  example: string | undefined;
  items: RelayItem[];
  tail: string | undefined;
}

const HEAD = /^\s*#\s*(?:接龙|接龍|Group\s?Note)[^\S\n]*/i;
const EXAMPLE = /^(?:例|例如|示例|格式|示范|样例|e\.g\.)[\s:：]*(.*)$/i;
const ITEM = /^\s*(?:[(（]\s*(?=\d{1,3}\s*[)）]))?(\d{1,3})\s*[.、．)）:：]\s*(.*)$/;
const MOST_ITEMS = 1000;

/** A relay as the chat shows it, or undefined. Items may skip numbers or be empty; all may stand on one line. */
export function parseRelay(text: string, plain: string): Relay | undefined {
  if (!text.includes('#')) return undefined;
  const clean = text === plain && !text.startsWith('#接龙') ? normalise(text) : { text, plain };
  const head = HEAD.exec(clean.text);
  if (!head) return undefined;
  const lines = breakUp(clean.plain.slice(head[0].length)).split('\n');
  const titles: string[] = [];
  const items: RelayItem[] = [];
  const tails: string[] = [];
  let example: string | undefined;
  for (const raw of lines) {
    const line = raw.trim();
    if (line === '') continue;
    const ex = EXAMPLE.exec(line);
    const item = ITEM.exec(normalise(line).text === line ? line : halfMarker(line));
    if (items.length === 0 && ex && example === undefined) example = ex[1]!.trim();
    else if (item && items.length < MOST_ITEMS) {
      const body = item[2]!.trim();
      if (body !== '') items.push({ number: Number(item[1]), ...whoAndWhat(body) });
    } else if (items.length === 0) titles.push(line);
    else tails.push(line);
  }
  return { title: titles.join(' '), example, items, tail: tails.length > 0 ? tails.join(' ') : undefined };
}

/** "1. 甲 到 2. 乙 到" on one line: where a line holds the next number, too, another item begins. */
function breakUp(body: string): string {
  const oneLine = !/\n\s*[\d０-９]/.test(body);
  let last: number | undefined;
  return body.replace(MARKER, (whole, before: string, number: string, mark: string) => {
    const at = Number(normalise(number).text);
    const begins = before !== ' ' || oneLine || (last !== undefined && at === last + 1);
    if (!begins) return whole;
    last = at;
    return `${before === ' ' ? '\n' : before}${number}${mark}`;
  });
}
const MARKER = /(^|[^\S\n]|\n)([\d０-９]{1,3})([.、．])(?=\s*[^\d\s])/g;

function halfMarker(line: string): string {
  return line.replace(/^[\s０-９\d]{1,4}[.、．)）:：]/, (m) => normalise(m).text);
}

/** The first word is who; "石桥：3/3" has a colon instead of a blank. */
function whoAndWhat(body: string): { who: string; content: string } {
  const m = /^([^\s:：,，]+)[\s:：,，]+([\s\S]*)$/.exec(body);
  return m ? { who: m[1]!, content: m[2]!.trim() } : { who: body, content: '' };
}
