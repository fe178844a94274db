import type { Household, HouseholdIndex } from '../core/household.js';
import { markerAt } from './clauses.js';
import type { Compiled, CompiledField, CompiledKind } from './compile.js';
import type { Clause, Message } from './document.js';
import { isHan, type Span } from './span.js';
import { passes } from './gate.js';
import type { Label } from './resolve.js';
import { registerIn } from './register.js';
import { findPlaceholders, isPlaceholder } from './values/index.js';

/** Somebody or something that a record is about, where the text names it. */
export interface Subject extends Span {
  name: string;
  alias?: string | undefined;
  identity: string; // the same for two mentions of the same
  households?: readonly Household[] | undefined;
  labelled: boolean;
  clause: number; // index into the message's clauses, -1 inside none
}

export interface SubjectContext {
  kind: CompiledKind;
  key: CompiledField;
  message: Message;
  compiled: Compiled;
  households: HouseholdIndex;
  labels: readonly Label[];
  /** Where names are not subjects: visitors, signatures, text values. */
  closed: readonly Span[];
}

const AFTER_NAME = new Set(
  '家户的说是有去在今昨也都和与及同住为现这那儿们老因要想没不无已正等两三四五六七八九十一共自目前身体房屋务外反需提问诉对把被就还来到说讲称表年种养',
);

/** All mentions in order. Register names anywhere; other names only where the wording shows one. */
export function findSubjects(c: SubjectContext): Subject[] {
  const found: Subject[] = [];
  const { text } = c.message;
  const type = c.key.def.type;
  for (const label of c.labels) {
    if (label.field !== c.key) continue;
    const subject = labelledSubject(c, label);
    if (subject) found.push(subject);
  }
  const taken = new Cover(text.length);
  for (const span of c.closed) taken.add(span);
  for (const s of found) taken.add(s);
  const take = (s: Subject) => (taken.add(s), found.push(s));
  if (type === 'household' || type === 'person') {
    for (const s of registerNames(c, taken)) take(s);
    for (const s of shapedNames(c, taken)) take(s);
  }
  for (const [i, pattern] of [...c.kind.subjects, ...c.kind.numbers].entries()) {
    if (!passes(c.message, c.kind.subjectGates[i])) continue;
    pattern.lastIndex = 0;
    for (let m = pattern.exec(text); m; m = pattern.exec(text)) {
      if (m[0] === '') {
        pattern.lastIndex++;
        continue;
      }
      const at = m.indices!.groups!['v'] ?? m.indices!.groups!['nick'];
      if (!at || taken.has(at[0])) continue;
      if (
        type !== 'text' &&
        (c.households.villageAt(text, at[0]) || c.compiled.list('not-names').has(text.slice(at[0], at[1])))
      )
        continue;
      const name = c.message.plain.slice(at[0], at[1]).trim();
      if (type === 'text' && (findPlaceholders(name)[0]?.from === 0 || underLabel(found, text, at[0])))
        continue;
      // "9号、11号": the word for a number belongs to it.
      const to =
        type === 'number' ? at[1] + /^\s?[号项条]?/.exec(text.slice(at[1], at[1] + 2))![0].length : at[1];
      take({
        from: at[0],
        to,
        name,
        alias: m.groups!['nick'] === undefined ? undefined : name,
        identity: name,
        labelled: false,
        clause: -1,
      });
    }
  }
  found.sort((a, b) => a.from - b.from);
  placeInClauses(found, c.message.clauses);
  const kept = found.filter((s) => s.labelled || !planned(c, s));
  return mergeBrackets(kept, text);
}

function placeInClauses(subjects: Subject[], clauses: readonly Clause[]): void {
  let i = 0;
  for (const s of subjects) {
    while (i < clauses.length && clauses[i]!.to <= s.from) i++;
    s.clause = i < clauses.length && clauses[i]!.from <= s.from ? i : -1;
  }
}

/** "明天去张三家": a plan is no visit. */
function planned(c: SubjectContext, s: Subject): boolean {
  if (!c.kind.plans || s.clause < 0) return false;
  const clause = c.message.clauses[s.clause]!;
  return c.kind.plans.test(c.message.text.slice(clause.from, s.from));
}

function labelledSubject(c: SubjectContext, label: Label): Subject | undefined {
  const { text, plain } = c.message;
  let from = label.to;
  if (c.key.def.type === 'household' || c.key.def.type === 'person') {
    while (from < text.length && ' \t'.includes(text[from]!)) from++;
    const rest = text.slice(from, from + 40);
    const line = /^[^\n]*/.exec(rest)![0];
    // "户主：青石沟村三组陈大山": places may come first.
    const direct = nameHere(c, from);
    if (direct) return { ...direct, labelled: true, clause: -1 };
    for (let at = from + 1; at < from + line.length; at++) {
      if (text[at] === ':') break;
      const later = c.households.nameAt(text, at);
      if (later && !/[,。;!?(]/.test(text.slice(from, at))) {
        return {
          from: at,
          to: at + later.name.length,
          name: later.name,
          identity: identityOf(later.name, later.households),
          households: later.households,
          labelled: true,
          clause: -1,
        };
      }
    }
    const shape = c.compiled.regexp('(?:村|组|社|镇)\\s?({name})(?=[\\s,。;!?、():]|$|家|户)').exec(line);
    if (shape) {
      const at = from + shape.index + shape[0].length - shape[1]!.length;
      return {
        from: at,
        to: at + shape[1]!.length,
        name: shape[1]!,
        identity: shape[1]!,
        labelled: true,
        clause: -1,
      };
    }
    // Whatever stands there up to a mark is a name that we do not know the shape of.
    const odd = /^[\u3400-\u9fff·•]{2,5}(?=[\s,。;!?、():]|$)/.exec(line);
    if (odd && !c.compiled.list('none').has(odd[0]) && !/^[Xx某]+/.test(odd[0])) {
      return {
        from,
        to: from + odd[0].length,
        name: plain.slice(from, from + odd[0].length),
        identity: odd[0],
        labelled: true,
        clause: -1,
      };
    }
    return undefined;
  }
  return c.key.def.type === 'text' ? labelledText(c, label) : undefined;
}

/** In a form, what stands behind another label (施工单位：县路桥公司) opens no record of its own. */
function underLabel(found: readonly Subject[], text: string, at: number): boolean {
  if (!found.some((s) => s.labelled)) return false;
  return /^[ \t]*[\u4e00-\u9fff]{2,10}[ \t]*:[ \t]*$/.test(
    text.slice(text.lastIndexOf('\n', at - 1) + 1, at),
  );
}

/** The name of a thing runs to the end of the line, to a mark that ends a statement, or to the next label. */
function labelledText(c: SubjectContext, label: Label): Subject | undefined {
  const { text, plain } = c.message;
  const end = /[\n;。]|$/.exec(text.slice(label.to, label.to + LONGEST_NAME))!.index + label.to;
  const next = c.labels.find((l) => l.from >= label.to && l.from < end)?.from ?? end;
  let from = label.to;
  let to = Math.min(end, next);
  while (from < to && ' \t"“《【'.includes(text[from]!)) from++;
  while (to > from && ' \t"”》】,、'.includes(text[to - 1]!)) to--;
  // A list after "项目：" is no name, and what is said of the thing ends it: "枫树坪饮水 60%".
  if (markerAt(text, from, true)) return undefined;
  const stop = /,|\s*\d{1,3}(?:\.\d+)?%|\s(?=\d)/.exec(text.slice(from, to));
  if (stop && stop.index > 0) to = from + stop.index;
  const name = plain.slice(from, to);
  if (
    name.length < 2 ||
    c.compiled.list('none').has(name) ||
    isPlaceholder(name) ||
    findPlaceholders(name)[0]?.from === 0
  )
    return undefined;
  return { from, to, name, identity: name, labelled: true, clause: -1 };
}

const LONGEST_NAME = 60;

/** A name that starts right here: of the register, or of a name's shape with an end. */
export function nameHere(
  c: Pick<SubjectContext, 'households' | 'compiled' | 'message'>,
  from: number,
): Omit<Subject, 'labelled' | 'clause'> | undefined {
  const { text } = c.message;
  const known = c.households.nameAt(text, from);
  if (known && !longerName(c, text, from, known.name)) {
    return {
      from,
      to: from + known.name.length,
      name: known.name,
      identity: identityOf(known.name, known.households),
      households: known.households,
    };
  }
  const shape = c.compiled
    .regexp('^{name}(?=[\\s,。;!?、():/\\d]|$|家|户|同志|{words:after-name})')
    .exec(text.slice(from, from + 16));
  if (shape) return { from, to: from + shape[0].length, name: shape[0], identity: shape[0] };
  const nick = c.compiled
    .regexp(
      '^{words:nickname-fronts}?(?:老[\\u4e00-\\u9fff]|[\\u4e00-\\u9fff]{1,2}{words:nickname-ends})(?=[\\s,。;!?、():]|$|家|户)',
    )
    .exec(text.slice(from, from + 16));
  if (nick) return { from, to: from + nick[0].length, name: nick[0], alias: nick[0], identity: nick[0] };
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

function* registerNames(c: SubjectContext, taken: Cover): Generator<Subject> {
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
    yield {
      from: at,
      to,
      name: known.name,
      alias: exact ? undefined : known.name,
      identity: identityOf(known.name, known.households),
      households: known.households,
      labelled: false,
      clause: -1,
    };
    done = to;
  }
}

/** Characters that no given name holds. */
const NO_NAME = /[到了的是不没有在都也还解]/;

/** Names that the register does not have, where the wording leaves no doubt that somebody is meant. */
function* shapedNames(c: SubjectContext, taken: Cover): Generator<Subject> {
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
    yield {
      from,
      to: from + name.length,
      name,
      alias: alias ? name : undefined,
      identity: name,
      labelled: false,
      clause: -1,
    };
  };
  const done = new Set<number>();
  const house = c.compiled.regexp(
    '{words:nickname-fronts}?(?:老[\\u4e00-\\u9fff]|{surname}[\\u4e00-\\u9fff]?{words:nickname-ends})(?=家|户|[,。;\\s(、]|的|$)',
    'dg',
  );
  house.lastIndex = 0;
  for (let m = house.exec(text); m; m = house.exec(text)) {
    done.add(m.index);
    yield* emit(m.index, m[0], true);
  }
  const verb = c.compiled.regexp(
    '{words:visit-verbs}[了过着]?(?:一下|下)?(?:{words:people}|\\d?户?)?\\s?(?<name>{name})(?=家|户|[,。;\\s(、!]|的|$|{words:after-name})',
    'dg',
  );
  verb.lastIndex = 0;
  for (let m = verb.exec(text); m; m = verb.exec(text)) {
    const at = m.indices!.groups!['name']![0];
    // The next verb may stand inside the name that this one seemed to lead to.
    verb.lastIndex = at + 1;
    // After 走, 看 and the like only a house tells a name from other words (走路不便).
    const house = /^[家户]/.test(text.slice(at + m.groups!['name']!.length));
    if (done.has(at) || (at - m.index < 2 && !house)) continue;
    done.add(at);
    yield* emit(at, m.groups!['name']!, false);
  }
  const home = c.compiled.regexp(
    '(?<=[\\s,。;!?、:(组村社的]|^|{words:visit-verbs}了?){name}(?:一家|家|户)(?!庭|籍|口|主|数|长|里蹲|具|家|畜|禽)',
    'dg',
  );
  home.lastIndex = 0;
  for (let m = home.exec(text); m; m = home.exec(text)) {
    if (done.has(m.index)) continue;
    done.add(m.index);
    yield* emit(m.index, m[0].replace(/一?[家户]$/, ''), false);
  }
  // The head of a list item, and of a stretch after "：" or "；".
  for (const clause of c.message.clauses) {
    const listed = clause.marker !== undefined && clause.marker > 0;
    if (
      !(listed || clause.before === ';' || clause.before === '\n' || clause.before === '') ||
      done.has(clause.from)
    )
      continue;
    const shape = c.compiled
      .regexp('^{name}(?=[\\s,。;!?、(:]|$|家|户|{words:after-name})')
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

/** Which places of a text are spoken for. */
class Cover {
  private readonly taken: Uint8Array;
  constructor(length: number) {
    this.taken = new Uint8Array(length + 1);
  }
  add(span: Span): void {
    this.taken.fill(1, span.from, span.to);
  }
  has(at: number): boolean {
    return this.taken[at] === 1;
  }
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
