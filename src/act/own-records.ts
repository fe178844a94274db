import type { OwnRecord } from '../core/effects.js';
import type { Turn } from './ports.js';
import { namedBy, subjectOf } from './record.js';

/** How far back a report that is named may lie; one that is not named is of the last days (CORRECTABLE_MS). */
export const NAMED_MS = 31 * 24 * 3600_000;

/** A report of the sender's as people think of it: what was said of one thing, with what was raised by it. */
export interface Own {
  first: OwnRecord;
  all: OwnRecord[];
}

/** What the words say of the report they mean: as the definition reads it (`hidden` fields), and who is named. */
export interface Meaning {
  names: readonly string[];
  family?: string | undefined; // a surname: 赵家
  thing?: string | undefined; // what else is named, known to the register or not: 枫树坪村饮水工程
  action?: string | undefined; // what the report did: request-close
  number?: number | undefined;
  on?: string | undefined; // YYYY-MM-DD
  about?: string | undefined; // a kind
  latest: boolean; // 刚才那条
  wrong: boolean; // what was reported is not so, and not only sent too often: 报错了, 没去成
}

export function meaningOf(turn: Turn): Meaning {
  const read = (field: string) => turn.understood.trace.find((one) => one.field === field)?.value;
  const text = (field: string) => (typeof read(field) === 'string' ? (read(field) as string) : undefined);
  const number = read('number');
  return {
    names: namesIn(turn),
    family: text('family'),
    thing: text('thing'),
    action: text('action'),
    number: typeof number === 'number' ? number : undefined,
    on: text('on'),
    about: text('about'),
    latest: read('latest') === true,
    wrong: read('wrong') === true,
  };
}

/** Names of the register that the words bear. */
function namesIn({ message, understanding }: Turn): string[] {
  const names: string[] = [];
  for (let at = 0; at < message.text.length; at++) {
    const found = understanding.households.nameAt(message.text, at);
    if (!found) continue;
    names.push(found.name);
    at += found.name.length - 1;
  }
  return names;
}

/** The sender's reports that count, newest first: what one message said of one thing is one report. */
export function reportsOf(records: readonly OwnRecord[]): Own[] {
  const out = new Map<string, Own>();
  for (const one of records) {
    const about = one.householdCode ?? one.subject;
    const key = JSON.stringify(about === undefined ? [one.id] : [one.messageId, about]);
    const known = out.get(key);
    if (known) known.all.push(one);
    else out.set(key, { first: one, all: [one] });
  }
  return [...out.values()];
}

/** Whether the words name a thing, so that only reports on it can be meant. */
export const namesThing = ({ names, family, thing, number }: Meaning): boolean =>
  names.length > 0 || family !== undefined || thing !== undefined || number !== undefined;

/** The reports that the words fit: everything they say holds of them. */
export function fitting(turn: Turn, reports: readonly Own[], meaning: Meaning): Own[] {
  return reports.filter((one) => {
    const { kind, data, occurredOn } = one.first;
    if (meaning.about !== undefined && kind !== meaning.about) return false;
    if (meaning.on !== undefined && occurredOn !== meaning.on) return false;
    if (meaning.action !== undefined && meaning.action !== data['action']) return false;
    const called = calledBy(turn, one.first);
    const { text } = turn.message;
    if (called.some((name) => name.length > 1 && text.includes(name))) return true;
    if (meaning.names.length > 0) return false;
    if (meaning.number !== undefined && meaning.number === data['number']) return true;
    if (meaning.thing !== undefined) return called.some((name) => bears(name, meaning.thing!));
    if (meaning.family !== undefined) return called.some((name) => name.startsWith(meaning.family!));
    return meaning.number === undefined;
  });
}

/** 饮水工程 means 枫树坪村饮水工程, and the other way round. */
const bears = (name: string, said: string): boolean =>
  name.length > 1 && (name.includes(said) || said.includes(name));

function calledBy(turn: Turn, { kind, data, householdCode }: OwnRecord): string[] {
  const home = householdCode === undefined ? undefined : turn.understanding.households.byCode(householdCode);
  const rule = turn.understanding.rule(kind);
  const all = [namedBy(data), home?.householder, ...(home?.aliases ?? []), rule && subjectOf(data, rule)];
  return all.filter((name) => name !== undefined && !/^\d+$/.test(name)) as string[];
}

/** A report as it is said back: what, of whom, for which day. */
export function spokenOf(turn: Turn, { first }: Own): { subject: string; title: string; day: string } {
  const rule = turn.understanding.rule(first.kind);
  return {
    subject: (rule && subjectOf(first.data, rule)) ?? '',
    title: rule?.title ?? '',
    day: first.occurredOn,
  };
}
