import { isCalled } from '../core/called.js';
import type { HouseholdIndex } from '../core/household.js';
import type { MessageInput } from '../core/records.js';
import { classify } from './classify.js';
import type { Compiled, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import type { Draft } from './draft.js';
import { corrections } from './old-and-new.js';
import { prepare } from './prepare.js';
import { readRecords } from './records.js';
import { readSignals } from './signals.js';
import { readNumber } from './values/index.js';
import { announcedTo, readWhich } from './which.js';

/** What an earlier message of the sender reported. */
export interface Report {
  kind: CompiledKind;
  drafts: Draft[];
}

/** So many messages back a correction may reach. */
const LOOKED_AT = 8;

/**
 * The last of the sender's reports that speaks of what is named, the very last where nothing is; a correction may stand in
 * between. Each is read once, and only as many as are asked about.
 */
export function lastReports(
  { input }: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): (named: string | undefined) => Report | undefined {
  const { sender, previous = [] } = input;
  const own = previous.filter((one) => sender === undefined || one.sender === sender).slice(-LOOKED_AT);
  const read: (Report | undefined)[] = [];
  return (named) => {
    for (let back = 0; back < own.length; back++) {
      if (back === read.length)
        read.push(reportOf({ ...own.at(-1 - back)!, previous: [] }, compiled, households));
      const report = read[back];
      if (report && (named === undefined || speaksOf(report, named, households))) return report;
    }
    return undefined;
  };
}

const speaksOf = (report: Report, named: string, households: HouseholdIndex): boolean =>
  report.drafts.some((draft) => bears(draft, report.kind, named, households));

/** Whether a record is about what is named: by its own words, or by another name of the same household. */
function bears(draft: Draft, kind: CompiledKind, named: string, households: HouseholdIndex): boolean {
  if (/^\d+$/.test(named)) return draft.values.get('number')?.value === Number(named);
  const match = households.find(named);
  const home = match.type === 'one' ? [match.household.householder, ...match.household.aliases] : [];
  return [...kind.def.key, ...(kind.def.ledger?.subject ?? []), 'alias'].some((key) => {
    const value = draft.values.get(key)?.value;
    return typeof value === 'string' && [named, ...home].some((name) => isCalled(name, value));
  });
}

/** How reports are laid out. */
const READERS: Partial<Record<string, typeof readRecords>> = { records: readRecords, signals: readSignals };

export function reportOf(
  input: MessageInput,
  compiled: Compiled,
  households: HouseholdIndex,
): Report | undefined {
  const message = prepare(input, compiled, []);
  for (const { kind } of classify(message, compiled, households)) {
    // What only said what it was instead is no report of its own.
    if (kind.def.layout === 'correction' && isCorrection(message, compiled, households)) return undefined;
    const read = READERS[kind.def.layout];
    if (!read || !kind.def.ledger) continue;
    const drafts = read(kind, message, compiled, households);
    if (drafts.length > 0) return { kind, drafts };
  }
  return undefined;
}

const isCorrection = (message: Message, compiled: Compiled, households: HouseholdIndex): boolean =>
  readWhich(message, compiled, households) !== undefined ||
  (announcedTo(message.text) > 0 && corrections(message.text).length > 0);

/** "第2户", "2号", or the name of the household that the earlier report names; one alone needs neither. */
export function whichRecord(
  text: string,
  drafts: readonly Draft[],
  kind: CompiledKind | undefined,
): number | undefined {
  const counted = /第([一二三四五六七八九十\d]{1,3})(?:个|户|条|项|家)/.exec(text);
  if (counted) return readNumber(counted[1]!)?.value;
  if (!kind) return undefined;
  const named = drafts.findIndex((d) =>
    [...kind.def.key, 'alias'].some((k) => d.values.get(k) && text.includes(String(d.values.get(k)!.value))),
  );
  if (named >= 0) return named + 1;
  return drafts.length === 1 ? 1 : undefined;
}
