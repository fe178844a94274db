import type { PlanDuty } from './draft.js';
import { type Piece, piecesOf } from './outline.js';
import { printed } from './print.js';
import type { Line } from './source.js';
import { isUnit, unitsOf } from './units.js';
import type { Vocabulary } from './vocabulary.js';

type Cadence = PlanDuty['cadence'];

/** What has to be done again and again, wherever the document says so. */
export function dutiesIn(lines: readonly Line[], vocabulary: Vocabulary): PlanDuty[] {
  const found: PlanDuty[] = [];
  for (const piece of piecesOf(lines)) {
    for (const { 0: sentence } of piece.text.matchAll(/[^。;!?\n]+/gu))
      found.push(...inSentence(sentence.trim(), piece, vocabulary));
  }
  return found.filter(
    (duty, i) => found.findIndex((d) => d.what === duty.what && d.cadence === duty.cadence) === i,
  );
}

function cadenceOf(
  words: string,
  vocabulary: Vocabulary,
): { cadence: Cadence; at: number; text: string } | undefined {
  let first: { cadence: Cadence; at: number; text: string } | undefined;
  for (const { cadence, pattern } of vocabulary.cadences) {
    const match = pattern.exec(words);
    if (match && (first === undefined || match.index < first.at))
      first = { cadence, at: match.index, text: match[0] };
  }
  return first;
}

/** A clause with a cadence and a deed; clauses without a cadence that follow it belong to it. */
function inSentence(sentence: string, piece: Piece, vocabulary: Vocabulary): PlanDuty[] {
  const clauses = sentence.split(/,/u);
  const groups: string[] = [];
  let subject = '';
  for (const clause of clauses) {
    if (cadenceOf(clause, vocabulary) || groups.length === 0) groups.push(clause);
    else groups[groups.length - 1] += `,${clause}`;
  }
  const found = groups.map(unlabelled).flatMap((group): PlanDuty[] => {
    const cadence = cadenceOf(group, vocabulary);
    if (!cadence) {
      subject = subjectOf(group, vocabulary) ?? subject;
      return [];
    }
    if (vocabulary.notDuty.test(group) || !vocabulary.deed.test(group)) return [];
    // Only the clause with the cadence and, where the deed comes later, up to it.
    const words = upToDeed(group, vocabulary);
    const by =
      agentOf(words, vocabulary) ??
      subjectOf(words.slice(0, Math.max(cadence.at, 0)) || words, vocabulary) ??
      subjectOf(words, vocabulary) ??
      subjectOf(words.replace(WHEN, '').replace(/^,/u, ''), vocabulary) ??
      (subject || undefined);
    const to = receiverOf(words, vocabulary);
    const due = dueOf(words, cadence, vocabulary);
    subject = by ?? subject;
    const what = whatOf(words, by);
    if (what.length < 2) return [];
    return [
      {
        what: printed(what),
        cadence: cadence.cadence,
        ...(due !== undefined && { due }),
        ...(by !== undefined && { by: printed(by) }),
        ...(to !== undefined && { to: printed(to) }),
        text: { from: piece.line, to: piece.line },
      },
    ];
  });
  // "实行“周通报”制度,各单位每周五…": the rest of the sentence says what the rule is.
  return found.length > 1
    ? found.filter((duty) => duty.by !== undefined || !/(?:制度|机制)$/u.test(duty.what))
    : found;
}

function upToDeed(group: string, vocabulary: Vocabulary): string {
  const clauses = group.split(',');
  const at = clauses.findIndex((clause) => vocabulary.deed.test(clause) && clause.length > 3);
  return clauses.slice(0, Math.max(at + 1, 1)).join(',');
}

/** "…由镇财政所通报": who, in the middle of a clause. */
function agentOf(words: string, vocabulary: Vocabulary): string | undefined {
  const text = /[^来自]由([^,。:]{3,30})/u.exec(words)?.[1];
  if (text === undefined) return undefined;
  for (let to = text.length - 1; to >= 2; to--) {
    if (isUnit(text.slice(0, to), vocabulary) && vocabulary.deed.exec(text.slice(to))?.index === 0)
      return text.slice(0, to);
  }
  return undefined;
}

/** The units a clause begins with: "各责任部门将…", "由县督查室每月…", "指挥部一周召开…". */
function subjectOf(words: string, vocabulary: Vocabulary): string | undefined {
  const text = words.replace(/^[①-⑳]?(?:由|要求|坚持|严格执行|实行|落实)/u, '').trim();
  for (let to = Math.min(text.length, 40); to >= 2; to--) {
    const head = text.slice(0, to);
    // A letter in a unit's name is what damage left of a character.
    if (/[,。:?a-z向把]|[于在要将应须]$/u.test(head)) continue;
    const after = text.slice(to);
    if (
      after !== '' &&
      !/^(?:要|将|应|须|需|每|于|一[周月季]|负责|定期|按|必须|坚持|在|的?主要|逐|分别|牵头|向|对|把|报|上报|召开|开展|组织|汇总|审核|收集|梳理|明确)/u.test(
        after,
      )
    )
      continue;
    const { units } = unitsOf(head, vocabulary);
    if (units.length > 0 && units.every((unit) => isUnit(unit, vocabulary))) return head.replace(/^由/u, '');
  }
  return undefined;
}

function receiverOf(words: string, vocabulary: Vocabulary): string | undefined {
  for (const match of words.matchAll(
    /(?:报送至?|上报至?|报告?给?|呈报|汇报|反馈至?|报至|向)([^,。;的并(]{2,24})/gu,
  )) {
    const text = match[1]!.replace(/^报/u, '');
    for (let to = text.length; to >= 2; to--) {
      const head = text.slice(0, to);
      if (isUnit(head, vocabulary)) return head;
    }
  }
  return undefined;
}

const TIME = /(上午|中午|下午|晚上?)? ?(\d{1,2})(?:[:：](\d{2})|[时点](?:(\d{1,2})分|(半))?)/u;

/** FRI 12:00, 25, LAST, LAST 18:00. */
function dueOf(
  words: string,
  cadence: { cadence: Cadence; at: number; text: string },
  vocabulary: Vocabulary,
): string | undefined {
  const rest = words.slice(cadence.at);
  const time = timeOf(rest);
  const day = dayOf(rest, cadence.cadence, vocabulary);
  if (day === undefined) return cadence.cadence === 'daily' ? time : undefined;
  return time === undefined ? day : `${day} ${time}`;
}

function dayOf(rest: string, cadence: Cadence, vocabulary: Vocabulary): string | undefined {
  if (cadence === 'weekly' || cadence === 'fortnightly') {
    const name = /(?:周|星期)([一二三四五六日天末])(?!调度|通报|报|一)/u.exec(rest)?.[1];
    return name === undefined ? undefined : vocabulary.words.duties.weekdays[name];
  }
  if (cadence === 'daily') return undefined;
  if (cadence === 'yearly') {
    const found = /(\d{1,2})月(?:(\d{1,2})[日号]|[底末])?/u.exec(rest);
    return found === null
      ? undefined
      : `${found[1]!.padStart(2, '0')}-${found[2]?.padStart(2, '0') ?? 'LAST'}`;
  }
  const number = /(\d{1,2})[日号]/u.exec(rest)?.[1];
  if (number !== undefined) return String(Number(number));
  return /^.{0,6}(?:底|末)/u.test(rest) ? 'LAST' : undefined;
}

function timeOf(rest: string): string | undefined {
  const match = TIME.exec(rest);
  if (!match) return undefined;
  let hour = Number(match[2]);
  if (match[1] === '下午' || match[1]?.startsWith('晚')) hour += hour < 12 ? 12 : 0;
  const minute = match[3] ?? match[4] ?? (match[5] ? '30' : '00');
  return hour > 24 ? undefined : `${String(hour).padStart(2, '0')}:${minute.padStart(2, '0')}`;
}

/** When, in words: "每周五中午12时前", "每月25日前", "每年6月底前". */
const WHEN =
  /(?:于|在)?每(?:个?季度|季|半年|年|个?月|两?周|星期|旬|日|天)(?:第?[一二三四]季度|\d{1,2}月|[末首]月)?(?:[一二三四五六日天末]|底|初|\d{1,2}[日号])? ?(?:上午|中午|下午|晚上?)?(?:\d{1,2}(?:[:点时]\d{0,2}分?半?))?(?:之前|以前|前)?/u;

/** The deed: without who does it and without the day. */
function whatOf(words: string, by: string | undefined): string {
  let what = words.trim().replace(new RegExp(`^${WHEN.source},?`, 'u'), '');
  const at = by === undefined ? -1 : what.indexOf(by);
  if (at >= 0 && at < 6) what = what.slice(at + by!.length);
  else if (at > 0 && what[at - 1] === '由') what = what.slice(0, at - 1) + what.slice(at + by!.length);
  return what
    .replace(WHEN, '')

    .replace(/^[\s,、]*(?:要|须|应|需|必须|于|由)?|[\s,、(]+$/gu, '')
    .trim();
}

/** Without the number and the label that a clause may begin with: "整改措施:1.每季度…". */
function unlabelled(clause: string): string {
  const label = /^[^,。:]{1,12}:(?!\d)|^[^,。:]{1,12}:(?=\d{1,2}[.、])/u.exec(clause)?.[0].length ?? 0;
  return clause
    .slice(label)
    .replace(
      /^ ?(?:\((?:\d+|[一二三四五六七八九十]+)\)|\d{1,2}[.、]|[一二三四五六七八九十]+[、是]|[①-⑳])/u,
      '',
    )
    .trim();
}
