import type { Check, WorkRecord } from '../core/records.js';
import type { KindRule, Turn } from './ports.js';
import { isUnplaced, namedBy, subjectOf } from './record.js';

/** More names than this are counted, not listed: a receipt must fit a glance. */
const NAMES_SHOWN = 6;

interface Line {
  kind: string;
  title: string;
  count: number;
  subjects: string[];
  more: number;
  days: string[]; // distinct days, YYYY-MM-DD
  incomplete: number;
}

export interface Stored {
  id?: string | undefined; // of the record that was kept
  record: WorkRecord;
  rule: KindRule;
  day: string;
  complete: boolean;
  home?: string | undefined; // of a record that only names its household
}

/** A name with enough of the place to know which household was meant. */
export function described(turn: Turn, record: WorkRecord, rule: KindRule, home?: string): string {
  const code = record['householdId'] ?? home;
  const household = typeof code === 'string' ? turn.understanding.households.byCode(code) : undefined;
  if (household) return `${household.householder}（${household.village}${household.group}）`;
  return subjectOf(record, rule) ?? '';
}

function lines(turn: Turn, stored: readonly Stored[]): Line[] {
  const byKind = new Map<string, Stored[]>();
  // What a report raised beside itself may be about somebody's health or hardship: it is kept, not read out.
  const raised = new Set(turn.understood.records.map((one) => turn.understanding.rule(one.kind)?.raises));
  const spoken = stored.filter((s) => s.rule.reply === 'receipt' && !raised.has(s.record.kind));
  for (const one of spoken) byKind.set(one.record.kind, [...(byKind.get(one.record.kind) ?? []), one]);
  return [...byKind.values()].map((all) => {
    const { rule } = all[0]!;
    const single = all.length === 1;
    const names = all
      .map((s) =>
        single ? described(turn, s.record, rule) : (namedBy(s.record) ?? subjectOf(s.record, rule) ?? ''),
      )
      .filter((name) => name !== '');
    return {
      kind: rule.kind,
      title: rule.title,
      count: all.length,
      subjects: names.slice(0, NAMES_SHOWN),
      more: Math.max(0, names.length - NAMES_SHOWN),
      days: [...new Set(all.map((s) => s.day))].sort(),
      incomplete: all.filter((s) => !s.complete).length,
    };
  });
}

/** One line a kind; a kind with a text of its own (`receipt-<kind>`) is said in that. */
function said(turn: Turn, line: Line): string {
  const own = `receipt-${line.kind}`;
  return turn.templates.render(turn.templates.has(own) ? own : 'receipt-line', line);
}

/** What a clerk would query about the message, each in the words of `check-<code>`; codes without a text are not said. */
export function queries(turn: Turn, checks: readonly Check[]): string[] {
  const texts = checks.map((check) => {
    const name = `check-${check.code}`;
    return turn.templates.has(name) ? turn.templates.render(name, check) : '';
  });
  return [...new Set(texts)].filter((text) => text !== '');
}

/** "张伟" fits two households: which? Or none: where does he live? `which` of several reports of the name is asked about. */
export function askWhich(
  turn: Turn,
  name: string,
  codes: readonly string[],
  which: { title: string; day: string } = { title: '', day: '' },
): string {
  const places = codes
    .map((code) => turn.understanding.households.byCode(code))
    .filter((h) => h !== undefined);
  return turn.templates.render('ask-which', {
    name,
    places: places.map((h) => `${h.village}${h.group}`),
    ...which,
  });
}

export function askField(
  turn: Turn,
  record: WorkRecord,
  rule: KindRule,
  field: string,
  next?: number,
): string {
  const name = namedBy(record);
  if (isUnplaced(record, rule) && name !== undefined && (field === 'village' || field === 'householder')) {
    return turn.templates.render('ask-unknown', {
      name,
      village: typeof record['village'] === 'string' ? record['village'] : '',
    });
  }
  const text = next === undefined ? rule.ask[field] : rule.ledger?.fresh?.ask;
  return text === undefined
    ? ''
    : turn.templates.renderText(text, { subject: subjectOf(record, rule) ?? '', next: next ?? '' });
}

const namesOf = (turn: Turn, all: readonly Stored[], complete: boolean): string[] => [
  ...new Set(
    all
      .filter((one) => one.complete === complete)
      .map((one) => described(turn, one.record, one.rule, one.home)),
  ),
];

/** The one receipt of a message: what was kept, what is asked, nothing else. */
export function receipt(
  turn: Turn,
  parts: {
    stored: readonly Stored[];
    updated: readonly Stored[];
    corrected?: readonly string[];
    repeated: number;
    asks: readonly string[];
    notes: readonly string[];
    checks: readonly Check[];
  },
): string {
  return turn.templates.render('receipt', {
    lines: lines(turn, parts.stored).map((line) => said(turn, line)),
    updated: namesOf(turn, parts.updated, true),
    pending: namesOf(turn, parts.updated, false),
    corrected: parts.corrected ?? [],
    repeated: parts.repeated,
    notes: [...new Set(parts.notes)],
    asks: [...new Set(parts.asks)].filter((text) => text !== ''),
    queries: queries(turn, parts.checks),
  });
}
