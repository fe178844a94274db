import type { CompiledField } from '../compiled.js';
import { isHan, type Span } from '../span.js';
import type { Draft } from '../draft.js';
import { matches } from '../matches.js';
import { NOT_THERE, registerIn } from '../register.js';
import type { ReadContext } from './context.js';

const GROUP = /第?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:村民)?小?(?:组|社)(?!织|长|会|保|区|里|内\w)/g;
const TOWN = /[\u4e00-\u9fff]{1,5}?(?:街道|镇|乡)/g;
const FOREIGN = /[还驻去了到在是的和与跑访我们对由从给及个位本各全该镇乡县有来回往于]/;

/** Town, village or group in a stretch of text. Returns where the place ended, `span.from` where there is none. */
export function readPlace(c: ReadContext, field: CompiledField, span: Span, draft: Draft): number {
  const { text } = c.message;
  const put = (value: string, from: number, to: number, rule: string) => {
    if (field.def.type === 'village' && (isOfOther(text, to, draft.from) || EITHER.test(text.slice(to))))
      return span.from;
    if (!draft.values.has(field.name))
      draft.values.set(field.name, { value, from, to, rule, certainty: 'stated' });
    return to;
  };
  switch (field.def.type) {
    case 'village':
      for (const known of registerIn(c.message, c.households).villages) {
        if (known.from < span.from || known.to > span.to) continue;
        return put(known.village, known.from, known.to, 'place:register');
      }
      return unknownVillage(text, span, put);
    case 'group': {
      const body = text.slice(span.from, span.to);
      const named = matches(GROUP, body).filter((m) => !isOnTheWay(c, body, m.index, m[0].length));
      const [found] = named;
      // "二组三组的几户": no one of them is meant.
      if (!found || named.some((m) => m[1] !== found[1])) return span.from;
      return put(
        `${found[1] ?? ''}组`,
        span.from + found.index,
        span.from + found.index + found[0].length,
        'place:group',
      );
    }
    case 'town': {
      for (const found of matches(TOWN, text.slice(span.from, span.to))) {
        for (let cut = 0; cut < found[0].length - 1; cut++) {
          const town = c.households.town(found[0].slice(cut));
          if (town)
            return put(
              town,
              span.from + found.index + cut,
              span.from + found.index + found[0].length,
              'place:register',
            );
        }
      }
      return span.from;
    }
    default:
      return span.from;
  }
}

/** "石桥村或者高坎村": neither is taken. */
const EITHER = /^,?(?:或者?|还是|要么)/;

/** "石桥村的，另外走访了甲家": what is told before the turn is of something else than what it turns to. */
const isOfOther = (text: string, placeEnd: number, subject: number): boolean =>
  placeEnd < subject && ELSE.test(text.slice(placeEnd, subject));
const ELSE =
  /[,。;\n\s](?:另外|此外|另(?=[有走去访入看])|除此之外)|^(?:的)?(?:不用|不必|别|没|不)再?(?:去|走|访|跑|来)[^,。;]{0,4}[,。;]/;

/** Somebody's name, or the word for calling on them. */
const MEETS = '^(?:{name}|{words:calling}|看了)';

/** "要到二组挑水吃": somebody goes there, and nobody who lives there is named. */
function isOnTheWay(c: ReadContext, body: string, at: number, length: number): boolean {
  if (!'到去往'.includes(body[at - 1] ?? '\n')) return false;
  const behind = body.slice(at + length, at + length + 4);
  return isHan(behind.charCodeAt(0)) && behind[0] !== '的' && !c.compiled.regexp(MEETS).test(behind);
}

const VILLAGE =
  /[\u4e00-\u9fff]{1,6}?(?:村|社区)(?!民|委|干|级|里|组|主|支|医|镇|内|两|上|口|务|容|集体|队|部|监)/g;
/** A village that the register does not have: only where it stands by itself or before a group, and nothing foreign is in it. */
function unknownVillage(
  text: string,
  span: Span,
  put: (value: string, from: number, to: number, rule: string) => number,
): number {
  const body = text.slice(span.from, span.to);
  if (!body.includes('村') && !body.includes('社区')) return span.from;
  for (const found of matches(VILLAGE, body)) {
    let name = found[0];
    for (let cut = name.length - 2; cut >= 0; cut--) {
      if (FOREIGN.test(name[cut]!)) {
        name = name.slice(cut + 1);
        break;
      }
    }
    if (name.length < 3 || name.length > 6) continue;
    const from = span.from + found.index + found[0].length - name.length;
    if (NOT_THERE.test(text.slice(Math.max(0, from - 4), from))) continue;
    return put(name, from, from + name.length, 'place:written');
  }
  return span.from;
}
