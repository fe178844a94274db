/** Asia/Shanghai has had no daylight saving since 1991: a fixed +08:00 is exact and far cheaper than a zone table. */
const OFFSET_MS = 8 * 3600_000;

/** A moment as local text, `YYYY-MM-DDTHH:mm:ss`, Asia/Shanghai. */
export function toLocal(moment: Date): string {
  return new Date(moment.getTime() + OFFSET_MS).toISOString().slice(0, 19);
}

/** The local day of a moment, `YYYY-MM-DD`. */
export function localDay(moment: Date): string {
  return toLocal(moment).slice(0, 10);
}

/** Local text (`YYYY-MM-DD`, optionally `THH:mm[:ss]`) as a moment. Throws a RangeError where it is none. */
export function fromLocal(text: string): Date {
  const full =
    text.length === 10 ? `${text}T00:00:00` : text.length === 16 ? `${text}:00` : text.slice(0, 19);
  const moment = new Date(`${full}+08:00`);
  if (Number.isNaN(moment.getTime())) throw new RangeError(`not a local date or time: ${text}`);
  return moment;
}

/** A day as the database keeps it: midnight UTC of that calendar day. */
export function dayToDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
