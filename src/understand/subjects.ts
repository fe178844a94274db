import type { Gated } from './compiled.js';
import type { Clause, Message } from './document.js';
import { passes, passesIn } from './gate.js';
import { labelledSubject } from './labelled-subject.js';
import { registerNames, shapedNames } from './names.js';
import { registerIn } from './register.js';
import { among, sortFew, type Span } from './span.js';
import { findPlaceholders, readNumber } from './values/index.js';
import { Cover } from './cover.js';
import { subjectAt, type Subject, type SubjectContext } from './subject.js';

export type { Subject } from './subject.js';

/** More mentions than anybody writes: what a paste names behind them opens no record. */
const MOST = 1000;

/** All mentions in order. Register names anywhere; other names only where the wording shows one. */
export function findSubjects(c: SubjectContext): Subject[] {
  const found: Subject[] = [];
  const { text } = c.message;
  const type = c.key.def.type;
  for (const label of c.labels) {
    if (label.field !== c.key) continue;
    if (found.length >= MOST) break;
    const subject = labelledSubject(c, label);
    if (subject) found.push(subject);
  }
  const taken = Cover.over(text.length);
  for (const span of c.closed) taken.add(span);
  for (const s of found) taken.add(s);
  const take = (s: Subject) => (taken.add(s), found.push(s));
  if (type === 'household' || type === 'person') {
    for (const s of registerNames(c, taken)) if (take(s) >= MOST) break;
    for (const s of shapedNames(c, taken)) if (take(s) >= MOST) break;
  }
  for (const { pattern, gate } of c.kind.openers) {
    if (!passes(c.message, gate)) continue;
    pattern.lastIndex = 0;
    for (let m = pattern.exec(text); m && found.length < MOST; m = pattern.exec(text)) {
      if (m[0] === '') {
        pattern.lastIndex++;
        continue;
      }
      const at = m.indices!.groups!['v'] ?? m.indices!.groups!['nick'];
      if (!at || taken.has(at[0])) continue;
      if (
        type !== 'text' &&
        (c.households.villageAt(text, at[0]) ||
          c.households.town(text.slice(at[0], at[1])) !== undefined ||
          c.compiled.list('not-names').has(text.slice(at[0], at[1])))
      )
        continue;
      const written = c.message.plain.slice(at[0], at[1]).trim();
      // 第九号 is 9号.
      const name = type === 'number' ? String(readNumber(written)?.value ?? written) : written;
      if (type === 'text' && (findPlaceholders(name)[0]?.from === 0 || underLabel(found, text, at[0])))
        continue;
      // "9号、11号": the word for a number belongs to it.
      const to =
        type === 'number' ? at[1] + /^\s?[号项条]?/.exec(text.slice(at[1], at[1] + 2))![0].length : at[1];
      for (const one of type === 'number' ? upTo(name, m.groups!['to']) : [name])
        take(
          subjectAt(
            { from: at[0], to: m.groups!['to'] === undefined ? to : m.index + m[0].length },
            one,
            m.groups!['nick'] === undefined ? undefined : one,
            one,
            undefined,
            false,
          ),
        );
    }
  }
  taken.close();
  sortFew(found, (a, b) => a.from - b.from);
  placeInClauses(found, c.message.clauses);
  tellApart(c, found);
  const kept = found.filter((s) => s.labelled || !planned(c, s));
  return mergeBrackets(kept, text);
}

/** "桃坪村三组李建军；渡口村李建军": two households of one name, where each is said to live elsewhere. */
function tellApart(c: SubjectContext, subjects: readonly Subject[]): void {
  subjects.forEach((s, i) => {
    if (s.households === undefined || s.households.length < 2) return;
    const { text } = c.message;
    const { identity } = s;
    const clause = c.message.clauses[s.clause];
    const bracket = /^(?:家|户|家里)?\s?[(][^()\n]{0,24}/.exec(text.slice(s.to, s.to + 28));
    const places = [{ from: Math.max(subjects[i - 1]?.to ?? 0, clause?.from ?? s.from), to: s.from }];
    if (bracket) places.unshift({ from: s.to, to: s.to + bracket[0].length });
    for (const place of places) {
      const match = c.households.find(s.name, statedIn(c, place));
      if (match.type !== 'one') continue;
      s.identity = match.household.code;
      s.village = villageIn(c, place);
    }
    // An item of a list each: two of a name are two, whichever they are.
    const item = clause?.marker ?? 0;
    if (s.identity === identity && item > 0 && s.from - clause!.from < NEAR_MARKER) s.identity += `#${item}`;
  });
}

const villageIn = (c: SubjectContext, span: Span) =>
  registerIn(c.message, c.households).villages.find((v) => v.from >= span.from && v.to <= span.to);

/** How far behind the number of its item a name may stand. */
const NEAR_MARKER = 12;

/** The village and the group that a stretch of text names. */
function statedIn(c: SubjectContext, span: Span): { village?: string; group?: string } {
  const village = villageIn(c, span);
  const group = GROUP.exec(c.message.text.slice(span.from, span.to))?.[0];
  return { ...(village ? { village: village.village } : {}), ...(group === undefined ? {} : { group }) };
}

const GROUP = /第?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:村民)?小?(?:组|社)/;

function placeInClauses(subjects: Subject[], clauses: readonly Clause[]): void {
  let i = 0;
  for (const s of subjects) {
    while (i < clauses.length && clauses[i]!.to <= s.from) i++;
    s.clause = i < clauses.length && clauses[i]!.from <= s.from ? i : -1;
  }
}

const MOST_NUMBERS = 50;
/** "6至9号": each of them. */
function upTo(first: string, last: string | undefined): string[] {
  const count = last === undefined ? 0 : Number(last) - Number(first);
  return count > 0 && count < MOST_NUMBERS
    ? Array.from({ length: count + 1 }, (_, i) => String(Number(first) + i))
    : [first];
}

/** "明天去张三家", "没走访张三", "张三家没去成": a plan or a denial is no visit. */
function planned(c: SubjectContext, s: Subject): boolean {
  if (s.clause < 0) return false;
  const { plans, denials } = c.kind;
  const clause = c.message.clauses[s.clause]!;
  const { text } = c.message;
  return (
    holds(c.message, plans, () => ({ from: sentenceStart(text, clause.from), to: s.from })) ||
    holds(c.message, denials, () => ({ from: s.to, to: sentenceEnd(text, clause.to) }))
  );
}

/** Whether an expression matches in a part of a message; most messages hold none of its words. */
function holds(message: Message, wording: Gated | undefined, part: () => Span): boolean {
  if (wording === undefined || !passes(message, wording.gate)) return false;
  const { from, to } = part();
  return passesIn(message, wording.gate, from, to) && wording.pattern.test(message.text.slice(from, to));
}

/** "明天上午去甲家，下午去乙家": the day at the start of a sentence holds to its end. */
function sentenceStart(text: string, at: number): number {
  let from = at;
  while (from > 0 && at - from < SENTENCE && !isStop(text.charCodeAt(from - 1))) from--;
  return from;
}

/** "去张三家，半路车坏了没去成": what came of it is told where the sentence goes on. */
function sentenceEnd(text: string, at: number): number {
  let to = at;
  while (to < text.length && to - at < SENTENCE && !isStop(text.charCodeAt(to))) to++;
  return to;
}

const SENTENCE = 60;
const isStop = among('。;!?\n');

/** In a form, what stands behind another label (施工单位：县路桥公司) opens no record of its own. */
function underLabel(found: readonly Subject[], text: string, at: number): boolean {
  if (!found.some((s) => s.labelled)) return false;
  return /^[ \t]*[\u4e00-\u9fff]{2,10}[ \t]*:[ \t]*$/.test(
    text.slice(text.lastIndexOf('\n', at - 1) + 1, at),
  );
}

/** "老赵家（赵国强）": one household under two names. */
function mergeBrackets(subjects: Subject[], text: string): Subject[] {
  const out: Subject[] = [];
  for (const s of subjects) {
    const last = out.at(-1);
    if (last && !s.labelled) {
      const between = text.slice(last.to, s.from);
      if (
        /^(?:家|户|家里)?\s?[(]\s?$/.test(between) &&
        (last.alias !== undefined || s.alias !== undefined) &&
        (last.households === undefined ||
          s.households === undefined ||
          s.households.some((h) => last.households!.includes(h)))
      ) {
        const named = s.alias === undefined ? s : last;
        const nick = s.alias === undefined ? last : s;
        last.name = named.name;
        last.alias = nick.alias;
        last.identity = named.identity;
        last.households = named.households ?? nick.households;
        last.to = s.to;
        continue;
      }
    }
    out.push(s);
  }
  return out;
}
