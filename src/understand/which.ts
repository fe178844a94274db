import type { HouseholdIndex } from '../core/household.js';
import type { Compiled } from './compiled.js';
import type { Message } from './document.js';
import { nameHere } from './names.js';
import { readDate } from './values/index.js';

/** A place, a person, or both, as a correction names them: 大樟村三组的余国栋. */
export interface Where {
  town?: string | undefined;
  village?: string | undefined;
  group?: string | undefined;
  name?: string | undefined;
}

/** "不对，是大樟村的余国栋，不是田有根": which it was, and which it was not. */
export interface Which {
  to: Where;
  from: Where;
  /** Whom the words speak of, where only the place changes: 余国栋是大樟村的. */
  named: string | undefined;
  /** The day that is said with it, YYYY-MM-DD. */
  on: string | undefined;
  /** Where the rest of the text begins. */
  end: number;
}

/** Longer texts are reports. */
const MOST = 120;
const LEAD =
  /^[\s,。!]*(?:@\S+\s+)?(?:(?:我|刚才|刚刚|刚|上面|前面|上一?条|那条|这条)*[^,:。;\n]{0,4}?(?:更正|订正|纠正|勘误|不对|(?:写|打|报|填|说|弄|搞|记|发)错)(?:一下|下|成了|成|名字|村名?|组|人|户主|户|地方|了|啦|啊|哈)*[\s,:。!;]+)+/;
const NOT = /^(?:而)?(?:不是|没有?(?:走访|去|到)(?:的|过)?)(?:走访|去)?(?:的)?/;
const GOING = '(?:走访|入户|看望|回访|去|看|访|到|跑|走)(?:的|了|过)?(?:人|户|对象)?';
const COPULA = '(?:还|应该|应当|应|其实|实际上?|而|就|明明|才)*(?:是|为|叫)(?:的)?';
const LABEL = '(?:村名?|组|户主|名字|姓名|地方|地址)(?:的)?';
const WHOSE = /^(?:家|户|那户|那家)?的?(?:应该|其实|实际上?|就)?(?:是|在|住|住在)/;
const END = /^(?:家|户)?(?:的|那户|那家|那个|那边|人|才对|才是|去的|走访的)*[了哈啊呢吧哦呀]?$/;

interface Part {
  text: string;
  at: number;
}

/** Where the words say of what was reported that it was somebody else or somewhere else; undefined where they say more than that. */
export function readWhich(
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Which | undefined {
  const { text } = message;
  if (text.length > MOST) return undefined;
  const lead = announcedTo(text);
  const out: Which = { to: {}, from: {}, named: undefined, on: undefined, end: text.length };
  const read = (said: string) => refIn(said, compiled, households);
  let opened = false;
  let denied = false;
  for (const part of partsOf(text, lead)) {
    const step = stepOf(part, out, read, compiled, message, lead > 0);
    if (step === undefined) {
      out.end = part.at;
      break;
    }
    opened ||= step === 'opens';
    denied ||= step === 'denies';
  }
  const said = Object.values(out.to).some((one) => one !== undefined);
  // Without a word that corrects it may be the answer to a question, or news.
  if (!said || (lead === 0 && !denied)) return undefined;
  return out;
}

/** What is said between marks; "是甲不是乙" are two. */
function partsOf(text: string, from: number): Part[] {
  const out: Part[] = [];
  let start = from;
  for (let at = from; at <= text.length; at++) {
    const not = text.startsWith('不是', at) && at > start && text.slice(start, at) !== '而';
    if (at < text.length && !not && !',。;!:\n '.includes(text[at]!)) continue;
    if (text.slice(start, at).trim() !== '') out.push({ text: text.slice(start, at), at: start });
    start = not ? at : at + 1;
  }
  return out;
}

type Step = 'opens' | 'tells' | 'denies' | undefined;

function stepOf(
  part: Part,
  out: Which,
  read: (said: string) => { where: Where; length: number } | undefined,
  compiled: Compiled,
  message: Message,
  announced: boolean,
): Step {
  const dated = compiled.regexp('^(?:我们?)?{date}(?:上午|下午|早上|晚上|中午)?(?:我们?)?').exec(part.text);
  const said = dated ? part.text.slice(dated[0].length) : part.text;
  const day =
    dated && readDate(dated[0].replace(/我们?/g, ''), { sentAt: message.input.sentAt }, { lean: 'past' });
  if (dated && !day) return undefined;
  const denial = NOT.exec(said);
  if (denial) {
    const not = read(said.slice(denial[0].length));
    if (!not || !END.test(said.slice(denial[0].length + not.length))) return undefined;
    out.from = { ...out.from, ...not.where };
    return 'denies';
  }
  if (new RegExp(`^(?:我们?)?(?:${GOING}|${LABEL})$`).test(said)) return keep(out, day?.value, 'opens');
  if (told(out)) return undefined;
  const whose = read(said);
  const place = whose?.where.name === undefined ? undefined : WHOSE.exec(said.slice(whose.length));
  if (whose && place) {
    const where = read(said.slice(whose.length + place[0].length));
    const rest = where && said.slice(whose.length + place[0].length + where.length);
    if (where && where.where.name === undefined && END.test(rest!)) {
      out.to = where.where;
      out.named = whose.where.name;
      return keep(out, day?.value, 'tells');
    }
  }
  const head = new RegExp(`^(?:我们?)?(?:${GOING}|${LABEL})?(?:${COPULA})`).exec(said);
  const ref = read(said.slice(head?.[0].length ?? 0));
  if (!ref || !END.test(said.slice((head?.[0].length ?? 0) + ref.length))) return undefined;
  // "更正：余国栋家，4口人" tells of whom something is corrected, not who it was.
  if (!head && (ref.where.name !== undefined || !announced)) return undefined;
  out.to = ref.where;
  return keep(out, day?.value, 'tells');
}

const told = ({ to }: Which): boolean => Object.values(to).some((one) => one !== undefined);

function keep(out: Which, day: string | undefined, step: Step): Step {
  out.on ??= day;
  return step;
}

/** A place and a name at the start of what is said, as the register or their own words give them away. */
function refIn(
  said: string,
  compiled: Compiled,
  households: HouseholdIndex,
): { where: Where; length: number } | undefined {
  const where: Where = {};
  let at = 0;
  const take = (found: string | undefined): string | undefined => {
    if (found !== undefined) at += found.length;
    return found;
  };
  const town = /^[\u4e00-\u9fff]{2,4}?(?:镇|乡|街道)/.exec(said)?.[0];
  if (town !== undefined && households.town(town) !== undefined) where.town = take(town);
  const known = households.villageAt(said, at);
  if (known) {
    take(known.written);
    where.village = known.village;
    if (said[at] === '村' && !known.written.endsWith('村')) at += 1;
  } else
    where.village = take(
      /^(?![^村]*组)[\u4e00-\u9fff]{2,5}?(?:村|社区)(?!民|里|委|上)/.exec(said.slice(at))?.[0],
    );
  where.group = take(
    /^第?[\d一二三四五六七八九十]{1,3}(?:村民)?小?(?:组|社)(?!织|长)/.exec(said.slice(at))?.[0],
  );
  const linked = at > 0 && said[at] === '的' ? 1 : 0;
  const name = nameIn(said.slice(at + linked), compiled, households);
  if (name !== undefined) {
    at += linked + name.length;
    where.name = name;
  }
  return at === 0 ? undefined : { where, length: at };
}

/** Where the words end that announce a correction; 0 where there are none. */
export const announcedTo = (text: string): number => LEAD.exec(text)?.[0].length ?? 0;

/** Whether a word is the name of somebody, and not of a place or a thing. */
export const isName = (word: string, compiled: Compiled, households: HouseholdIndex): boolean =>
  nameIn(word, compiled, households) === word;

/** A name right here: of the register, or what looks like one and ends as one. */
export function nameIn(said: string, compiled: Compiled, households: HouseholdIndex): string | undefined {
  if (households.villageAt(said, 0)) return undefined;
  const here = nameHere({ households, compiled, message: { text: said, plain: said } as never }, 0);
  const name = here?.name ?? compiled.regexp('^{name}(?=(?:的|那户|那家)$)').exec(said)?.[0];
  if (name === undefined || !said.startsWith(name)) return undefined;
  if (here?.households !== undefined) return name;
  const common = ['not-names', 'people', 'kin'].some((list) => compiled.list(list).has(name));
  return common || compiled.regexp('^{surname}{words:posts}').test(said) ? undefined : name;
}
