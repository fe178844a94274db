import type { Household } from '../core/household.js';
import { passes } from './gate.js';
import { registerIn } from './register.js';
import { isHan, type Span } from './span.js';
import type { Cover } from './cover.js';
import { subjectAt, type Subject, type SubjectContext } from './subject.js';
import { AT_HOME, mayBeAtHome, mayBePlaced, NICKNAMED, PLACED, VISITED } from './wordings.js';

const AFTER_NAME = new Set(
  '家户的说是有去在今昨也都和与及同住为现这那儿们老因要想没不无已正等两三四五六七八九十一共自目前身体房屋务外反需提问诉对把被就还来到说讲称表年种养',
);

/** A name that starts right here: of the register, or of a name's shape with an end. */
export function nameHere(
  c: Pick<SubjectContext, 'households' | 'compiled' | 'message'>,
  from: number,
): Subject | undefined {
  const { text } = c.message;
  const known = c.households.nameAt(text, from);
  if (known && !longerName(c, text, from, known.name)) {
    const to = from + known.name.length;
    const { name, households } = known;
    return subjectAt({ from, to }, name, undefined, identityOf(name, households), households, false);
  }
  const shape =
    c.compiled.surnames[text.charCodeAt(from)] === 1 &&
    c.compiled
      .regexp('^{name}(?=[\\s,。;!?、():/\\d]|$|家|户|同志|{words:after-name})')
      .exec(text.slice(from, from + 16));
  if (shape)
    return subjectAt({ from, to: from + shape[0].length }, shape[0], undefined, shape[0], undefined, false);
  const nick = c.compiled
    .regexp(
      '^{words:nickname-fronts}?(?:老[\\u4e00-\\u9fff]|[\\u4e00-\\u9fff]{1,2}{words:nickname-ends})(?=[\\s,。;!?、():]|$|家|户)',
    )
    .exec(text.slice(from, from + 16));
  if (nick)
    return subjectAt({ from, to: from + nick[0].length }, nick[0], nick[0], nick[0], undefined, false);
  return undefined;
}

export function identityOf(name: string, households: readonly Household[] | undefined): string {
  return households && households.length === 1 ? households[0]!.code : name;
}

/** 张伟 in "张伟民家" is not 张伟. */
function longerName(c: Pick<SubjectContext, 'compiled'>, text: string, at: number, name: string): boolean {
  if (name.length !== 2) return false;
  const next = text[at + 2];
  if (next === undefined || !isHan(next.charCodeAt(0)) || AFTER_NAME.has(next)) return false;
  const after = text.slice(at + 3, at + 5);
  return (
    (after === '' || /^[\s,。;!?、():\d]|^家|^户/.test(after)) &&
    c.compiled.regexp('^{name}$').test(text.slice(at, at + 3))
  );
}

export function* registerNames(c: SubjectContext, taken: Cover): Generator<Subject> {
  const { text } = c.message;
  const kin = c.compiled.regexp('(?:{words:kin}|{words:posts})\\s?$');
  let done = 0;
  for (const known of registerIn(c.message, c.households).names) {
    const { from: at, to } = known;
    if (at < done) continue;
    if (taken.has(at) || longerName(c, text, at, known.name)) continue;
    const before = text.slice(Math.max(0, at - 4), at);
    const home = /^(?:家|户)/.test(text.slice(to, to + 1));
    if (!home && kin.test(before)) {
      done = to;
      continue;
    }
    // A nickname inside other words ("大家", "老李家庄") needs a boundary or a house after it.
    const exact = known.households.some((h) => h.householder === known.name);
    if (!exact && !home && known.name.length < 3 && isHan(text.charCodeAt(to)) && !AFTER_NAME.has(text[to]!))
      continue;
    if (!home && c.compiled.list('not-names').has(known.name) && !isMeant(c, known)) continue;
    const alias = exact ? undefined : known.name;
    const identity = identityOf(known.name, known.households);
    yield subjectAt(known, known.name, alias, identity, known.households, false);
    done = to;
  }
}

/** "走访阳光", "二组阳光，3口人": an everyday word is somebody's name where somebody is gone to, placed or listed, not in "今天阳光很好". */
function isMeant(c: SubjectContext, { from, to }: Span): boolean {
  const { text } = c.message;
  const before = text.slice(Math.max(0, from - LEAD), from);
  return (
    c.compiled.regexp('(?:{words:visit-verbs}|户主|[村组社])[了过:\\s]*$').test(before) ||
    c.compiled.regexp('{name}[、和与]$').test(before) ||
    /^\s?(?:[、(:]|,?\s?\d{1,2}口?人)/.test(text.slice(to, to + LEAD))
  );
}
const LEAD = 8;

/** Characters that no given name holds. */
const NO_NAME = /[到了的是不没在都也还解]|员$|有(?:$|[人事病问困点些时关无多大家房水])/;

const sought = (c: SubjectContext, wording: string): boolean => passes(c.message, c.compiled.gate(wording));

/** The next match of a sticky expression that begins with a name: it is tried only at a surname where it may be. */
function atSurname(
  c: SubjectContext,
  pattern: RegExp,
  from: number,
  mayBe: (text: string, at: number) => boolean,
): RegExpExecArray | undefined {
  const { text } = c.message;
  const { surnames } = c.compiled;
  for (let at = from; at < text.length; at++) {
    if (surnames[text.charCodeAt(at)] !== 1 || !mayBe(text, at)) continue;
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return found;
  }
  return undefined;
}

/** Marks that a stretch of its own may follow. */
const STARTS: ReadonlySet<string> = new Set(['', '\n', ';', ':']);

/** Names that the register does not have, where the wording leaves no doubt that somebody is meant. */
export function* shapedNames(c: SubjectContext, taken: Cover): Generator<Subject> {
  const { text } = c.message;
  const innocent = c.compiled.list('not-names');
  const emit = function* (from: number, name: string, alias: boolean): Generator<Subject> {
    if (
      innocent.has(name) ||
      NO_NAME.test(name.slice(1)) ||
      c.compiled.terms.get(name + (text[from + name.length] ?? '')) !== undefined ||
      c.compiled.terms.get(name) !== undefined ||
      c.households.villageAt(text, from) !== undefined
    )
      return;
    if (taken.has(from) || taken.has(from + name.length - 1)) return;
    yield subjectAt({ from, to: from + name.length }, name, alias ? name : undefined, name, undefined, false);
  };
  const done = new Set<number>();
  // "走访红岩村王五、李四": a name behind a name is one, too.
  const next = c.compiled.regexp(
    '、\\s?(?<name>{name})(?=[,。;、\\s(]|$|[等家户和及]|[一二两三四五六七八九十]{1,2}[户家]|\\d{1,2}\\s?(?:口|户))',
    'dy',
  );
  const emitAll = function* (from: number, name: string): Generator<Subject> {
    done.add(from);
    yield* emit(from, name, false);
    next.lastIndex = from + name.length;
    for (let m = next.exec(text); m; m = next.exec(text)) {
      const at = m.indices!.groups!['name']![0];
      if (done.has(at)) continue;
      done.add(at);
      yield* emit(at, m.groups!['name']!, false);
    }
  };
  const house = c.compiled.regexp(NICKNAMED, 'g');
  house.lastIndex = 0;
  for (let m = sought(c, NICKNAMED) && house.exec(text); m; m = house.exec(text)) {
    done.add(m.index);
    yield* emit(m.index, m[0], true);
  }
  const verb = c.compiled.regexp(VISITED, 'dg');
  verb.lastIndex = 0;
  for (let m = sought(c, VISITED) && verb.exec(text); m; m = verb.exec(text)) {
    const at = m.indices!.groups!['name']![0];
    // The next verb may stand inside the name that this one seemed to lead to.
    verb.lastIndex = at + 1;
    // After 走, 看 and the like only a house tells a name from other words (走路不便).
    const house = /^[家户]/.test(text.slice(at + m.groups!['name']!.length));
    if (done.has(at) || (at - m.index - m.groups!['place']!.length < 2 && !house)) continue;
    yield* emitAll(at, m.groups!['name']!);
  }
  const home = c.compiled.regexp(AT_HOME, 'y');
  const homeFrom = (at: number) => atSurname(c, home, at, mayBeAtHome);
  for (let m = sought(c, AT_HOME) && homeFrom(0); m; m = homeFrom(home.lastIndex)) {
    if (done.has(m.index)) continue;
    done.add(m.index);
    yield* emit(m.index, m[0].replace(/一?[家户]$/, ''), false);
  }
  const placed = c.compiled.regexp(PLACED, 'y');
  const placedFrom = (at: number) => atSurname(c, placed, at, mayBePlaced);
  for (let m = sought(c, PLACED) && placedFrom(0); m; m = placedFrom(m.index + 1))
    if (!done.has(m.index)) yield* emitAll(m.index, m.groups!['name']!);
  // The head of a list item, and of a stretch after "：" or "；".
  for (const clause of c.message.clauses) {
    const listed = clause.marker !== undefined && clause.marker > 0;
    if (
      !(listed || STARTS.has(clause.before)) ||
      c.compiled.surnames[text.charCodeAt(clause.from)] !== 1 ||
      done.has(clause.from)
    )
      continue;
    const shape = c.compiled
      .regexp('^{name}(?=[\\s,。;!?、(:]|$|家|户|\\d{1,2}\\s?口|{words:after-name})')
      .exec(text.slice(clause.from, Math.min(clause.to + 1, clause.from + 12)));
    if (
      !shape ||
      (!listed &&
        clause.before !== ';' &&
        clause.to - clause.from === shape[0].length &&
        clause.before === '')
    )
      continue;
    if (clause.before === '\n' && !listed && c.message.signature && clause.from >= c.message.signature.from)
      continue;
    yield* emit(clause.from, shape[0], false);
  }
}
