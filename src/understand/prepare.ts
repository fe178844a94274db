import type { MessageInput } from '../core/records.js';
import { splitClauses, splitLines } from './clauses.js';
import type { Compiled } from './compiled.js';
import type { Message, Signature } from './document.js';
import type { Span } from './span.js';
import { findLabels } from './labels.js';
import { matches } from './matches.js';
import { normalise } from './normalise.js';
import { blank, peel, type Peeled } from './peel.js';
import { restate } from './restate.js';
import { findTypos, mend } from './typos.js';

/** Reads a message's outside: noise away, slips mended, cut into lines and clauses, labels found. */
export function prepare(input: MessageInput, compiled: Compiled, botNames: readonly string[]): Message {
  const { text: read, plain: cleanPlain } = normalise(input.text);
  const clean = restate(read, compiled);
  const peeled = peel(clean, cleanPlain, botNames);
  if (peeled.forwarded) withoutSpeakers(peeled, compiled);
  const typos = findTypos(peeled.text, compiled.slips, compiled.terms);
  const text = mend(peeled.text, typos);
  const found = compiled.lexicon.read(text);
  const lines = splitLines(text);
  return {
    input,
    text,
    plain: peeled.plain,
    day: input.sentAt.slice(0, 10),
    lines,
    clauses: splitClauses(text, compiled.regexp('{words:splitters}', 'g')),
    labels: findLabels(text, found),
    typos,
    mentions: peeled.mentions,
    toBot: peeled.toBot,
    images: peeled.images,
    forwarded: peeled.forwarded,
    quoted: peeled.quoted,
    signature: findSignature(text, lines, input.sender, compiled),
    register: undefined,
    found,
    risks: undefined,
    spreads: undefined,
    bare: peeled.empty ? '' : text.trim(),
  };
}

/** "甲：昨晚刮大风" in a forwarded chat: whoever said it is not whom it is about, unless it is of the own home. */
function withoutSpeakers(peeled: Peeled, compiled: Compiled): void {
  const speaker = compiled.regexp(
    '(?<=^|\\n)[^\\S\\n]*(?<name>{name}|(?:村民|群众|网友|户主)[甲乙丙丁A-F\\d]?)[^\\S\\n]*:(?![^\\n]*[我俺](?:们)?[家屋])',
    'g',
  );
  const spans = matches(speaker, peeled.text)
    .filter((found) => !compiled.list('not-names').has(found.groups!['name']!))
    .map((found) => ({ from: found.index, to: found.index + found[0].length - 1 }));
  peeled.text = blank(peeled.text, spans);
  peeled.plain = blank(peeled.plain, spans);
}

const TAIL = 60;
const LEAST_SIGNED = 2;
/** "林素芬 9月15日)": the day behind the name. */
const SIGNED_ON = /[ ,]+(?:\d{4}[年.\/-])?\d{1,2}[月.\/-]\d{1,2}[日号]?[)]?\s*$/;

function withoutDay(tail: string): string {
  const last = tail.trimEnd().at(-1);
  return last !== undefined && SIGNED_END.test(last) ? tail.replace(SIGNED_ON, '') : tail;
}
const SIGNED_END = /[\d日号)]/;

/** Nothing, or a day as one signs with it. */
function isDay(line: string): boolean {
  return line === '' || (line.length <= LONGEST_DAY && DAY.test(line));
}
const DAY = /^(?:\d{4}[年.\/-])?\d{1,2}[月.\/-]\d{1,2}[日号]?$/;
const LONGEST_DAY = 11;

/** "——高坎村 沈波", "（县水利局 温岚）", "白杨村 段文静" on a line of its own, or the sender's name at the end. */
function findSignature(
  text: string,
  lines: readonly Span[],
  sender: string | undefined,
  compiled: Compiled,
): Signature | undefined {
  let last = lines.length - 1;
  // A line of its own may hold the day of signing.
  while (last > 0 && isDay(text.slice(lines[last]!.from, lines[last]!.to).trim())) last--;
  const line = lines[last]!;
  const from = Math.max(line.from, line.to - TAIL);
  const tail = withoutDay(text.slice(from, line.to));
  const several = severalSigned(text, tail, from, sender, compiled);
  if (several) return several;
  const dashed =
    (tail.includes('—') || tail.includes('--') || tail.includes('――')) &&
    compiled
      .regexp('(?:—{1,3}|-{2,3}|――)\\s*(?<unit>[\\u4e00-\\u9fff]{0,14}?)\\s*(?<name>{name})\\s*$', 'd')
      .exec(tail);
  if (dashed) return signatureOf(dashed, from);
  const whole = last > 0 && line.from === from && !tail.includes(':');
  const alone =
    whole &&
    compiled
      .regexp(
        '^\\s*[(]?(?:(?<unit>[\\u4e00-\\u9fff]{2,14}?(?:村|队|镇|乡|办|局|所|站|中心|社区|委|会|组|部|干部|队员|书记|人))\\s*)?(?<name>{name})[)]?\\s*$',
        'd',
      )
      .exec(tail);
  if (alone) {
    const name = alone.groups!['name']!;
    if (alone.groups!['unit'] !== undefined || name === sender) return signatureOf(alone, from);
  }
  // "…，请假一天。沈波": a name alone after the last full stop.
  const stop = Math.max(tail.lastIndexOf('。'), tail.lastIndexOf('!'), tail.lastIndexOf(';'));
  const stopped =
    stop >= 0 &&
    tail.length - stop > LEAST_SIGNED &&
    compiled
      .regexp(
        '[。!;]\\s*[(]?(?:(?<unit>[\\u4e00-\\u9fff]{2,14}?(?:村|队|镇|乡|办|局|所|站|中心|委|会|书记|队员|队长|干部|主任|支书|专干))\\s*)?(?<name>{name})[)]?\\s*$',
        'd',
      )
      .exec(tail.slice(stop));
  if (stopped) {
    const at = signatureOf(stopped, from + stop);
    if (
      at.name.length <= 3 &&
      !compiled.list('not-names').has(at.name) &&
      compiled.lexicon.label(at.name) === undefined
    )
      return { ...at, from: at.from + 1 };
  }
  if (sender && sender.length >= 2 && tail.trimEnd().endsWith(sender)) {
    const at = from + tail.trimEnd().length - sender.length;
    const unit = /(?:^|[。!?;,\s—(])([\u4e00-\u9fff]{2,12}?)\s*$/.exec(
      text.slice(Math.max(line.from, at - 16), at),
    );
    const before = text[at - 1];
    // "填报：镇农业办 邹凯" is a label with its value.
    if (text.slice(line.from, at).includes(':')) return undefined;
    if (at > 0 && (before === undefined || '。!?;, —-\n('.includes(before) || unit)) {
      // "走访人周明亮" is a label with its value, not a signature.
      if (unit && compiled.lexicon.label(unit[1]!)) return undefined;
      const unitText = unit && !unit[1]!.includes(':') ? unit[1]! : '';
      return {
        from: at - (unitText ? unit![0].length - unit![0].indexOf(unitText) : 0),
        to: at + sender.length,
        name: sender,
        nameFrom: at,
        unit: unitText,
        unitFrom: at - (unit ? unit[0].length - unit[0].indexOf(unitText) : 0),
      };
    }
  }
  return undefined;
}

/** "——李婷 周明亮", "——李婷、周明亮"; "——石桥 周明亮" is one, of a village that the message names in full. */
function severalSigned(
  text: string,
  tail: string,
  offset: number,
  sender: string | undefined,
  compiled: Compiled,
): Signature | undefined {
  if (!tail.includes('—') && !tail.includes('--') && !tail.includes('――')) return undefined;
  const found = compiled
    .regexp(
      '(?:^|[。;!?)\\s])\\s*(?:—{1,3}|-{2,3}|――)\\s*(?<names>{name}(?:(?:[、,和与]|\\s){1,2}{name}){1,3})\\s*$',
      'd',
    )
    .exec(tail);
  const [start] = found?.indices?.groups?.['names'] ?? [];
  if (!found || start === undefined) return undefined;
  const signed = matches(PARTED, found.groups!['names']!).map((one) => ({
    name: one[0],
    from: offset + start + one.index,
  }));
  if (signed.some(({ name }) => UNIT_END.test(name)) || text.includes(`${signed[0]!.name}村`))
    return undefined;
  const mine = signed.find(({ name }) => name === sender) ?? signed[0]!;
  const from = offset + found.index;
  return {
    from,
    to: from + found[0].length,
    name: mine.name,
    nameFrom: mine.from,
    unit: '',
    unitFrom: from,
    all: signed,
  };
}
const PARTED = /[^、,和与\s]+/g;
const UNIT_END = /[村镇乡组队办局所站委会部员]$/;

function signatureOf(found: RegExpExecArray, offset: number): Signature {
  const unit = found.indices!.groups!['unit'];
  const name = found.indices!.groups!['name']!;
  const from = offset + found.index;
  return {
    from,
    to: offset + found.index + found[0].length,
    name: found.groups!['name']!,
    nameFrom: offset + name[0],
    unit: found.groups!['unit'] ?? '',
    unitFrom: unit ? offset + unit[0] : from,
  };
}
