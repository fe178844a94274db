import { numeralValue } from '../core/numerals.js';
import type { OpenAsk } from '../core/effects.js';
import { NAMED_MS, reportsOf, type Own } from './own-records.js';
import type { Decision, Turn } from './ports.js';
import { WHICH_REPORT, takeBack } from './retract.js';

/** Longer texts are reports of their own. */
const LENGTH = 20;
const NUMBER =
  /^(?:是|就是|作废|删|第)*\s*(\d|[一二两三四五六七八九])\s*(?:个|条|户)?(?:作废|删掉?|那条)?[.、。)）!！]*$/u;
const ALL = /^(?:都|全部?|两条都|全都)(?:作废|删掉?|不要|不算|是)?(?:了|吧)?[。!！]*$/u;
const DAY = /(?:(\d{1,2})月)?(\d{1,2})[日号]/u;

/** Asked which report is to go, the sender says its number, its day, or all of them. */
export async function chosen(turn: Turn): Promise<Decision | undefined> {
  const { message, reader } = turn;
  if (message.type !== 'text' || message.replayed) return undefined;
  const text = message.text.replace(/@\S+\s*/g, '').trim();
  if (text.length > LENGTH) return undefined;
  for (const open of await reader.openAsks(message.conversationId, message.contactId)) {
    if (!open.items.some((item) => item.field === WHICH_REPORT)) continue;
    const offered = await offeredIn(turn, open);
    const meant = pick(text, offered);
    if (meant.length === 0) continue;
    const decisions = [];
    for (const one of byMessage(meant)) decisions.push(await takeBack(turn, one[0]!.first.messageId, one));
    const effects = decisions.flatMap((one) => one.effects);
    const said = effects.flatMap((one) => (one.type === 'say' ? [one] : []));
    const merged = said.slice(0, 1).map((one) => ({
      ...one,
      say: { ...one.say, text: [...new Set(said.map(({ say }) => say.text))].join('\n') },
    }));
    return {
      effects: [
        { type: 'ask.close', askId: open.id, state: 'answered', items: [] },
        ...effects.filter((one) => one.type !== 'say'),
        ...merged,
      ],
      reading: { kinds: ['choice'], missing: [], checks: [] },
    };
  }
  return undefined;
}

async function offeredIn(turn: Turn, open: OpenAsk): Promise<(Own | undefined)[]> {
  const since = new Date(turn.message.sentAt.getTime() - NAMED_MS - 48 * 3600_000);
  const own = reportsOf(await turn.reader.ownRecords(turn.message.contactId, since));
  return open.items.map((item) => own.find((one) => one.all.some(({ id }) => id === item.recordId)));
}

function pick(text: string, offered: readonly (Own | undefined)[]): Own[] {
  if (ALL.test(text)) return offered.filter((one) => one !== undefined);
  const number = NUMBER.exec(text)?.[1];
  const at = number === undefined ? undefined : (numeralValue(number) ?? Number(number));
  if (at !== undefined) return offered[at - 1] ? [offered[at - 1]!] : [];
  const day = DAY.exec(text);
  if (!day) return [];
  const fits = offered.filter((one) => {
    const [, month, date] = (one?.first.occurredOn ?? '').split('-').map(Number);
    return date === Number(day[2]) && (day[1] === undefined || month === Number(day[1]));
  });
  return fits.length === 1 ? [fits[0]!] : [];
}

function byMessage(meant: readonly Own[]): Own[][] {
  const groups = new Map<string, Own[]>();
  for (const one of meant) groups.set(one.first.messageId, [...(groups.get(one.first.messageId) ?? []), one]);
  return [...groups.values()];
}
