const DAY = 86_400_000;
const OFFSET = 8 * 3600_000; // all the groups live in China's time, wherever the browser stands

const local = (iso: string | number) => new Date(new Date(iso).getTime() + OFFSET);
const dayOf = (date: Date) => Math.floor(date.getTime() / DAY);
const pad = (n: number) => String(n).padStart(2, '0');
const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'];

function dayName(then: Date, today: Date): string {
  const ago = dayOf(today) - dayOf(then);
  if (ago === 0) return '';
  if (ago === 1) return '昨天';
  if (ago > 1 && ago < 7) return WEEKDAYS[then.getUTCDay()]!;
  const monthDay = `${then.getUTCMonth() + 1}月${then.getUTCDate()}日`;
  return then.getUTCFullYear() === today.getUTCFullYear()
    ? monthDay
    : `${then.getUTCFullYear()}年${monthDay}`;
}

/** Between messages: "14:05", "昨天 14:05", "星期三 14:05", "3月18日 14:05". */
export function separatorTime(iso: string, now: number = Date.now()): string {
  const then = local(iso);
  return `${dayName(then, local(now))} ${pad(then.getUTCHours())}:${pad(then.getUTCMinutes())}`.trim();
}

/** In the list of conversations: the time today, else the day. */
export function listTime(iso: string, now: number = Date.now()): string {
  const then = local(iso);
  return dayName(then, local(now)) || `${pad(then.getUTCHours())}:${pad(then.getUTCMinutes())}`;
}

/** Today in words, for samples: "3月18日". */
export function todayInWords(now: number = Date.now()): string {
  const date = local(now);
  return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日`;
}
