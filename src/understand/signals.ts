import type { HouseholdIndex } from '../core/household.js';
import type { Compiled, CompiledKind } from './compiled.js';
import type { Clause, Message } from './document.js';
import type { Span } from './span.js';
import { newDraft, type Draft } from './draft.js';
import { readFree } from './fields/free.js';
import { riskOf } from './raise.js';
import { findSubjects, type Subject } from './subjects.js';

/** The layout of a warning in running text: one record a sentence that shows a risk, with who and where. */
export function readSignals(
  kind: CompiledKind,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Draft[] {
  const c = { message, compiled, households };
  const key = kind.byName.get(kind.def.key[0] ?? '');
  const subjects: Subject[] = key
    ? findSubjects({
        kind,
        key,
        message,
        compiled,
        households,
        labels: [],
        closed: message.signature ? [message.signature] : [],
      })
    : [];
  const byClause = new Map<number, Subject[]>();
  for (const s of subjects) {
    const beside = byClause.get(s.clause);
    if (beside) beside.push(s);
    else byClause.set(s.clause, [s]);
  }
  const drafts: Draft[] = [];
  const seen = new Map<string, Draft>();
  let place: Draft | undefined;
  let subject: Subject | undefined;
  let told = 0; // how far the last account went
  const until = ends(kind, compiled);
  const spotOf = (clause: Clause): Draft => {
    const spot = newDraft(kind.def.id, clause.from);
    for (const field of kind.roles.places) readFree(c, field, clause, spot);
    return spot;
  };
  /** The last clause of the account that clause `i` opens: it goes on in the same breath about the same people. */
  const accountFrom = (i: number): Clause => {
    const { clauses } = message;
    let at = i;
    for (;;) {
      const next = clauses[at + 1];
      if (next === undefined || !',~'.includes(next.before) || (byClause.get(at + 1) ?? []).length > 0) break;
      if (until?.test(message.text.slice(next.from, next.to)) || spotOf(next).values.has('village')) break;
      at++;
    }
    return clauses[at]!;
  };
  /** "某人的蜂遭了病，…，今年收入怕是要断了": the account begins behind who it is of. */
  const sameBreath = (first: number, i: number): boolean =>
    first >= 0 &&
    first < i &&
    !HEARSAY.test(message.text.slice(subject!.to, message.clauses[first]!.to)) &&
    !BUT.test(message.text.slice(message.clauses[i]!.from, message.clauses[i]!.to)) &&
    message.clauses.slice(first + 1, i + 1).every(({ before }) => ',~)'.includes(before)) &&
    !message.clauses.slice(first + 1, i).some((c) => until?.test(message.text.slice(c.from, c.to)));
  for (const [i, clause] of message.clauses.entries()) {
    const here = byClause.get(i) ?? [];
    if (here.length > 0) subject = here[0];
    const spot = spotOf(clause);
    if (spot.values.size > 0) place = within(place, spot);
    const risk = riskOf(clause, message, compiled);
    if (risk === undefined) continue;
    const where = place?.values.get('village')?.value;
    if (clause.from < told) continue; // part of the account before
    const id = `${risk}/${subject?.identity ?? (typeof where === 'string' ? where : '')}`;
    const old = seen.get(id);
    const name = here.at(-1);
    const last = accountFrom(i);
    const from = name
      ? afterName(message.text, name.to, clause.to)
      : subject && sameBreath(subject.clause, i)
        ? afterName(message.text, subject.to, clause.from)
        : afterPlace(message.text, spot, clause);
    if (old) {
      const detail = old.values.get('detail')!;
      if (message.text.slice(detail.to, clause.from).trim().length <= 1) {
        detail.to = told = last.to;
        detail.value = message.plain.slice(detail.from, last.to).trim();
      }
      continue;
    }
    const draft = newDraft(kind.def.id, clause.from);
    draft.values.set('risk', { value: risk, from, to: clause.to, rule: 'risk', certainty: 'stated' });
    if (subject)
      draft.values.set(key!.name, {
        value: subject.name,
        from: subject.from,
        to: subject.to,
        rule: subject.households ? 'subject:register' : 'subject:written',
        certainty: 'stated',
      });
    for (const [field, v] of place?.values ?? []) draft.values.set(field, v);
    draft.values.set('detail', {
      value: message.plain.slice(from, last.to).trim(),
      from,
      to: last.to,
      rule: 'risk',
      certainty: 'stated',
    });
    told = last.to;
    seen.set(id, draft);
    drafts.push(draft);
  }
  return drafts;
}

/** "马鞍村群里说：二组停水": a group alone is one of the village named before. */
function within(before: Draft | undefined, spot: Draft): Draft {
  const village = before?.values.get('village');
  if (village && !spot.values.has('village')) spot.values.set('village', village);
  return spot;
}

/** "某人打来电话，…", "某人的儿媳跟我说，…": the account begins behind it. */
const HEARSAY = /^[家的]?$|(?:说|讲|反映|告诉我?|来了?电话|来电|汇报)[了过]?$/;
/** "住房安全，但是厨房漏雨": what is well is no part of it. */
const BUT = /^(?:但|不过|可是|只是|就是)/;

function ends(kind: CompiledKind, compiled: Compiled): RegExp | undefined {
  const source = kind.byName.get('detail')?.def.until;
  return source === undefined ? undefined : compiled.regexp(source);
}

function afterName(text: string, at: number, to: number): number {
  const m = /^(?:家里|家中|家|户)?的?[:：]?/.exec(text.slice(at, to))!;
  return at + m[0].length < to ? at + m[0].length : at;
}

/** "马鞍村的蜜桔今年卖不动": what stands behind the place. */
function afterPlace(text: string, spot: Draft, clause: Span): number {
  const end = Math.max(clause.from, ...[...spot.values.values()].map((v) => v.to));
  const to = end > clause.from && text[end] === '的' ? end + 1 : end;
  return to < clause.to - 2 && to - clause.from < 10 ? to : clause.from;
}
