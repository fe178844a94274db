import { matches } from '../matches.js';
import { type Anchor, anchorOf } from './anchor.js';
import { type Day, iso } from './calendar.js';
import { fold } from './chars.js';
import { type FoundDay, scanDays } from './dates.js';
import { contextOf } from './date-reader.js';
import { smallAt } from './date-small.js';
import type { DateOptions, Flag, Found, Reference } from './types.js';

const CLOCK =
  /(?<![\d.:第小])(?:(\d{1,2}):([0-5]\d)(?::[0-5]\d)?(?![\d:])|(\d{1,2}|[一二三四五六七八九十两零〇]{1,3})\s?([点时])(?![间期代段位名候评要建问意体感希说思启想注心击滴多半天])(?:(\d{2}|[一二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九]|\d(?=分))分?|([一三])刻)?|(\d{1,2}|[一二三四五六七八九十两]{1,3})\s?[点时]半)/g;
const PART = /(凌晨|清晨|清早|早上|早晨|早|上午|中午|下午|傍晚|晚上|夜里|晚|夜)\s{0,2}$/;

interface Clock {
  from: number;
  to: number;
  hour: number;
  minute: number;
  part: string | undefined;
  padded: boolean; // "05:00" is five in the morning
}

function clockIn(text: string): Clock | undefined {
  for (const match of matches(CLOCK, text)) {
    const hourText = (match[1] ?? match[3] ?? match[7])!;
    const hour = smallAt(hourText, 0)?.value;
    if (hour === undefined || hour > 24) continue;
    const minute =
      match[7] !== undefined
        ? 30
        : match[6] !== undefined
          ? match[6] === '一'
            ? 15
            : 45
          : minuteOf(match[2] ?? match[5]);
    if (minute === undefined || minute > 59 || (hour === 24 && minute > 0)) continue;
    const part = PART.exec(text.slice(Math.max(0, match.index - 6), match.index));
    return {
      from: part === null ? match.index : match.index - part[0].length,
      to: match.index + match[0].length,
      hour,
      minute,
      part: part?.[1],
      padded: match[1] !== undefined && hourText.length === 2,
    };
  }
  return undefined;
}

function minuteOf(text: string | undefined): number | undefined {
  if (text === undefined) return 0;
  return text.startsWith('零') ? smallAt(text, 1)?.value : smallAt(text, 0)?.value;
}

/** The day's words say the part of the day too: 今晚, 昨夜, 明早. */
function partIn(words: string): string | undefined {
  if (/[晚夜]/.test(words)) return '晚';
  return /下午|傍晚/.test(words)
    ? '下午'
    : /[早晨]|上午/.test(words)
      ? '早'
      : /中午/.test(words)
        ? '中午'
        : undefined;
}

interface Moment {
  day: Day;
  minute: number;
  implied: boolean;
}

/** 下午5点 is 17:00; 24时 and 晚上12点 are the last minute of that day, so that the day stays the one that was written. */
function momentOf(clock: Clock, part: string | undefined, day: Day, anchor: Anchor): Moment {
  let { hour } = clock;
  let implied = false;
  const late = part !== undefined && /下午|傍晚|晚|夜/.test(part);
  if (part === '中午' && hour < 11) hour += 12;
  else if (late && hour === 12 && part !== '下午') hour = 24;
  else if (late && hour < 12 && !(hour <= 5 && /晚|夜/.test(part) && hour > 0 && part.startsWith('夜')))
    hour += 12;
  else if (part === '凌晨' && hour === 12) hour = 0;
  else if (
    part === undefined &&
    anchor.lean !== 'past' &&
    day === anchor.today &&
    hour < 12 &&
    !clock.padded
  ) {
    // "5点前报" said at nine in the morning is this afternoon.
    const minute = hour * 60 + clock.minute;
    if (minute <= anchor.minute && minute + 720 > anchor.minute) {
      hour += 12;
      implied = true;
    }
  }
  const minute = hour >= 24 ? 24 * 60 - 1 : hour * 60 + clock.minute;
  return { day, minute, implied };
}

/**
 * The first time of day of a span with its date, YYYY-MM-DDTHH:mm: 今天下午17:00前, 今晚8点前, 4月26日（周日）18时前.
 * Without a date it is today's. Undefined where no time of day is written.
 */
export function readDateTime(
  text: string,
  ref: Reference,
  options: DateOptions = {},
): Found<string> | undefined {
  const folded = fold(text);
  const clock = clockIn(folded);
  if (clock === undefined) return undefined;
  const anchor = anchorOf(ref, options);
  let date: FoundDay | undefined;
  for (const day of scanDays(folded, contextOf(anchor))) {
    if (date !== undefined && day.from > clock.from) break;
    if (day.hit.rule !== 'date:part-of-day') date = day;
  }
  const words = date === undefined ? '' : folded.slice(date.from, Math.max(date.to, clock.from));
  const part = clock.part ?? (words.length <= 24 ? partIn(words) : undefined);
  const moment = momentOf(clock, part, date?.hit.day ?? anchor.today, anchor);
  const hh = String(Math.floor(moment.minute / 60)).padStart(2, '0');
  const mm = String(moment.minute % 60).padStart(2, '0');
  const found: Found<string> = {
    value: `${iso(moment.day)}T${hh}:${mm}`,
    from: Math.min(date?.from ?? clock.from, clock.from),
    to: Math.max(date?.to ?? 0, clock.to),
    rule: date === undefined ? 'time:today' : `time:${date.hit.rule.slice(5)}`,
    certainty: moment.implied || date === undefined ? 'implied' : 'stated',
  };
  const flags: Flag[] = date?.hit.flags ?? [];
  if (flags.length > 0) found.flags = flags;
  return found;
}
