import type { StoredRecord } from '../core/effects.js';
import { isAlone } from './alone.js';
import { localDay } from '../core/time.js';
import { ASK_OPEN_MS, CORRECTABLE_MS } from './limits.js';
import {
  fitting,
  meaningOf,
  NAMED_MS,
  namesThing,
  reportsOf,
  spokenOf,
  type Meaning,
  type Own,
} from './own-records.js';
import { together, withdrawing } from './parted.js';
import type { Decision, Turn } from './ports.js';
import { names } from './recall.js';
import { report } from './report.js';
import { reply } from './say.js';
import { undone } from './undone.js';
import { undoChanges, withdraw } from './withdraw.js';

/** More reports than these are not offered to choose from. */
const OFFERED = 9;
/** The field of an ask under which the reports stand that may be meant. */
export const WHICH_REPORT = 'retraction';

/** An earlier message, with the records of others that it said again (`repeats`) or changed. */
export interface Target {
  messageId: string;
  repeats: string[];
  changed: string[];
}

/**
 * Which earlier message "上一条" or a quote means; `foreign` when it is somebody else's. `answers`: a message that only
 * answered spoke of a record, too, and one that was recalled did not.
 */
export async function target(turn: Turn, { answers = false } = {}): Promise<Target | 'foreign' | undefined> {
  const { message, reader } = turn;
  const { conversationId, contactId, seq } = message;
  if (message.quoted) {
    const quoted = await reader.quotedMessage(conversationId, message.quoted.text, seq);
    if (quoted) return quoted.contactId === contactId ? reader.spokenIn(quoted.messageId) : 'foreign';
  }
  const since = new Date(message.sentAt.getTime() - CORRECTABLE_MS);
  return reader.lastSpoken(conversationId, contactId, seq, since, answers);
}

/** "发错了，上一条作废", "撤销今天刘家的走访": a report of the sender's own no longer counts; between two it is asked. */
export async function retract(turn: Turn): Promise<Decision | undefined> {
  const wanted = turn.understood.records.some((r) => turn.understanding.rule(r.kind)?.reply === 'retraction');
  const alone = turn.message.conversationKind === 'private' && isAlone(turn, 'retraction');
  if (!wanted && !alone) return undefined;
  const words = withdrawing(turn);
  const decision = await decided(words);
  // What it reports behind that is kept as any report is.
  return words === turn ? decision : together(decision, await report(turn));
}

async function decided(turn: Turn): Promise<Decision> {
  const meaning = meaningOf(turn);
  const said = namesThing(meaning) || meaning.on !== undefined || meaning.about !== undefined;
  return said && !turn.message.quoted ? named(turn, meaning) : last(turn, meaning);
}

/** The last report, or the one that is quoted: all of it, or what the words name of it. */
async function last(turn: Turn, meaning: Meaning): Promise<Decision> {
  const found = await target(turn);
  // Nothing of theirs is in the ledger: "发错群了" about small talk needs no word from the bot, unless it is spoken to.
  if (found === undefined) {
    const text = turn.templates.render('retraction-unclear', { named: false });
    return { effects: isDirect(turn) ? reply(turn, 'receipt', text) : [] };
  }
  if (found === 'foreign') return { effects: reply(turn, 'receipt', turn.templates.render('not-yours', {})) };
  const { records: touched } = await undoChanges(turn, found.messageId);
  const bare = found.repeats.length > 0 || touched.length > 0;
  if (bare && (await turn.reader.recordsOf(found.messageId)).length === 0)
    return unsaid(turn, found, meaning);
  const own = (await reports(turn, NAMED_MS)).filter((one) => one.first.messageId === found.messageId);
  const meant = namesThing(meaning) ? fitting(turn, own, meaning) : own;
  return takeBack(turn, found.messageId, meant.length > 0 ? meant : own, !meaning.wrong);
}

/**
 * The last message only said again what an earlier one says, or corrected it. It goes, the earlier one stands; where what
 * was reported is not so, that goes.
 */
async function unsaid(turn: Turn, found: Target, meaning: Meaning): Promise<Decision> {
  const records = await turn.reader.recordsById(found.repeats);
  const [first] = records.filter((one) => one.state !== 'retracted');
  if (first && meaning.wrong) {
    const own = (await reports(turn, NAMED_MS)).filter((one) => found.repeats.includes(one.first.id));
    return takeBack(turn, first.messageId, own);
  }
  const undoing = await undoChanges(turn, found.messageId);
  const text = turn.templates.render('withdrawn', {
    how: 'retraction',
    count: 0,
    subjects: [],
    restored: names(turn, undoing.records),
    stands: first ? standing(turn, [first]) : [],
  });
  return {
    effects: [
      { type: 'message.recalled', messageId: found.messageId },
      ...undoing.effects,
      ...reply(turn, 'receipt', text, { because: { retracts: found.messageId } }),
    ],
  };
}

async function named(turn: Turn, meaning: Meaning): Promise<Decision> {
  const near = fitting(turn, await reports(turn, CORRECTABLE_MS), meaning);
  const far = near.length > 0 || !namesThing(meaning);
  const found = far ? near : fitting(turn, await reports(turn, NAMED_MS), meaning);
  const [newest] = found;
  if (!newest) {
    // "把那户删掉" in the talk of others may be about a list of theirs; where a household or a number is named, it is not.
    const text = turn.templates.render('retraction-unclear', { named: true });
    return { effects: namesThing(meaning) || isDirect(turn) ? reply(turn, 'receipt', text) : [] };
  }
  const { messageId } = newest.first;
  const together = found.filter((one) => one.first.messageId === messageId);
  const several = !namesThing(meaning) || meaning.names.length > 1;
  const plain = found.length === 1 || meaning.latest || (several && together.length === found.length);
  return plain ? takeBack(turn, messageId, several ? together : [newest]) : ask(turn, found);
}

const isDirect = ({ message }: Turn): boolean =>
  message.mentionsBot || message.conversationKind === 'private';

/** The sender's reports, newest first: of this group, or from wherever where it is said in private. */
export async function reports(turn: Turn, back: number): Promise<Own[]> {
  const { message, reader } = turn;
  const since = new Date(message.sentAt.getTime() - back);
  const all = await reader.ownRecords(message.contactId, since);
  const here = message.conversationKind === 'room';
  return reportsOf(all.filter((one) => !here || one.conversationId === message.conversationId));
}

/**
 * Withdraws reports of one message; all of it goes where all of it is meant. `words`: the message is meant, not what it
 * tells, so that what another message tells as well stands.
 */
export async function takeBack(
  turn: Turn,
  messageId: string,
  meant: readonly Own[],
  words = false,
): Promise<Decision> {
  // What is quoted may be older than what is looked through: then all of it is meant.
  const only = meant.length === 0 ? undefined : new Set(meant.flatMap((one) => one.all.map(({ id }) => id)));
  const taken = await withdraw(turn, messageId, 'retraction', { only, words });
  const stands = standing(turn, taken.stands);
  if (taken.records.length === 0 && stands.length === 0) return { effects: taken.effects };
  const plain = names(turn, taken.records).map((subject) => ({ subject, title: '', day: '' }));
  const text = turn.templates.render('withdrawn', {
    how: 'retraction',
    count: stands.length > 0 ? taken.records.length : meant.length || taken.records.length,
    subjects: meant.length === 0 || stands.length > 0 ? plain : meant.map((one) => spokenOf(turn, one)),
    restored: [],
    stands,
  });
  const ids = taken.records.map((record) => record.id);
  return {
    effects: [
      ...taken.effects,
      ...(await undone(turn, messageId, ids)),
      ...reply(turn, 'receipt', text, { because: { retracts: messageId } }),
    ],
  };
}

/** Each thing once, by the first that is told of it. */
const standing = (turn: Turn, records: readonly StoredRecord[]): object[] => {
  const all = records.map((one) => ({ subject: names(turn, [one])[0] ?? '', title: titleOf(turn, one) }));
  return all.filter((one, at) => all.findIndex(({ subject }) => subject === one.subject) === at);
};

const titleOf = (turn: Turn, record: StoredRecord): string =>
  turn.understanding.rule(record.kind)?.title ?? '';

/** Several fit: which? What is chosen then goes (`chosen.ts`). */
function ask(turn: Turn, found: readonly Own[]): Decision {
  const { message } = turn;
  const offered = found.slice(0, OFFERED);
  const text = turn.templates.render('retraction-which', {
    reports: offered.map((one) => ({
      ...spokenOf(turn, one),
      said: one.first.sentDay === localDay(message.sentAt) ? '' : one.first.sentDay,
    })),
    more: found.length - offered.length,
  });
  return {
    effects: [
      {
        type: 'ask.open',
        id: turn.newId(),
        messageId: message.id,
        conversationId: message.conversationId,
        contactId: message.contactId,
        items: offered.map(({ first }) => ({ recordId: first.id, index: first.index, field: WHICH_REPORT })),
        expiresAt: new Date(message.sentAt.getTime() + ASK_OPEN_MS),
      },
      ...reply(turn, 'receipt', text, { mention: true }),
    ],
  };
}
