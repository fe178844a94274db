import type { Household, HouseholdIndex } from '../core/household.js';
import type { Compiled, CompiledKind } from './compiled.js';
import { compile } from './compile.js';
import { readDay } from './fields/days.js';
import { nameHere } from './names.js';
import { ordinalIn } from './ordinal.js';
import { prepare } from './prepare.js';
import { readable } from './readable.js';
import type { UnderstandContext } from './understand.js';

export interface OpenField {
  field: string;
  candidates?: string[] | undefined; // household codes
  offered?: number | undefined; // what the sender may agree to
}

export interface Answer {
  field: string;
  value: unknown;
  householdCode?: string;
  agreed?: boolean; // not said: what was offered is agreed to
}

const MOST = 60;
/** What stands there besides known names and places, at the most: a village or a name that nobody knows. */
const MOST_ODD = 5;
/** Whoever corrects or takes back answers nothing. */
const OTHERWISE = /更正|纠正|订正|写错|打错|报错|说错|搞错|改为|改成|不是|作废|撤回|忽略/;
const WRAPPING =
  /^(?:是|就是|应该是|哦|嗯|对|在|户主(?:叫|是|:)?|叫|名字(?:叫|是)?|他?她?(?:是|在|叫)|村(?:是|:)|补充|更正)*[\s,:]*|(?:的|那个|那户|那家|人|哈|啊|呢|吧|哦|户|家)*[。,!~\s]*$/g;

/** The answer to what was asked, however it comes; undefined where the message is something else. */
export function readAnswer(
  text: string,
  open: readonly OpenField[],
  context: UnderstandContext,
  sentAt = '2026-01-01T00:00',
): Answer[] | undefined {
  if (open.length === 0 || text.length > 400) return undefined;
  const compiled = 'lexicon' in context.definitions ? context.definitions : compile(context.definitions);
  const { input } = readable({ id: '', text, sentAt });
  const message = prepare(input, compiled, context.botNames);
  const whole = message.text.replace(/\s+/g, ' ').trim();
  const said = open.some((item) => (item.candidates?.length ?? 0) > 0) ? withoutOther(whole) : whole;
  if (said === '' || said.length > MOST || /[?]$/.test(said) || OTHERWISE.test(said)) return undefined;
  const answers: Answer[] = [];
  for (const item of open) {
    const found =
      byPlace(said, item, open, context.households) ?? answerOne(said, item, compiled, context, sentAt);
    if (found) answers.push(found);
  }
  return answers.length > 0 ? answers : undefined;
}

/** "第二个": by the place in which it was offered, where the same ones were offered for all that is asked. */
function byPlace(
  said: string,
  item: OpenField,
  open: readonly OpenField[],
  households: HouseholdIndex,
): Answer | undefined {
  const offered = (one: OpenField) => (one.candidates ?? []).join();
  const lists = new Set(open.map(offered).filter((list) => list !== ''));
  if (lists.size !== 1 || offered(item) === '') return undefined;
  const at = ordinalIn(said, item.candidates!.length);
  const chosen = at === undefined ? undefined : households.byCode(item.candidates![at]!);
  return chosen && settledBy(chosen, item.field);
}

/** Asked where somebody lives whom no register knows, the name may be what was wrong: it is said as it should be. */
function byName(named: string | undefined, households: HouseholdIndex): Answer | undefined {
  const match = named === undefined ? undefined : households.find(named);
  if (named === undefined || match === undefined || match.type === 'none') return undefined;
  const home =
    match.type === 'one' && match.household.householder === named ? match.household.code : undefined;
  return { field: 'householder', value: named, ...(home !== undefined && { householdCode: home }) };
}

const settledBy = (home: Household, field: string): Answer => ({
  field,
  value: field === 'village' ? home.village : home.householder,
  householdCode: home.code,
});

/** "不是石桥村的，是枫林村的": between several the one that it is not answers nothing, and the other does. */
const withoutOther = (said: string): string =>
  said
    .replace(/^不是[^,。;]{1,12}[,\s]+(?=(?:而|应该)?是)/u, '')
    .replace(/[,\s]+(?:而)?不是[^,。;]{1,12}$/u, '');

/** To the one that is left: 是的. */
const AGREED = /^(?:是|对|嗯|没错|就是)(?:的|了|呀|啊|呢)?[。,!~]*$/u;

function answerOne(
  said: string,
  item: OpenField,
  compiled: Compiled,
  context: UnderstandContext,
  sentAt: string,
): Answer | undefined {
  const { households } = context;
  const village = villageIn(said, households);
  const group = groupIn(said);
  const named = nameIn(said, compiled, households);
  const candidates = (item.candidates ?? [])
    .map((code) => households.byCode(code))
    .filter((h) => h !== undefined);
  const category = candidates.find((h) => h.category !== '' && said.includes(h.category))?.category;
  const rest = leftOver(said, [village?.written, group?.written, named, category, townIn(said, households)]);
  if (candidates.length > 0) {
    const [only, ...others] = candidates;
    if (others.length === 0 && AGREED.test(said)) return settledBy(only!, item.field);
    // Anything more than a place and a name is a message of its own.
    if (rest !== '') return undefined;
    const fitting = candidates.filter(
      (h) =>
        (village === undefined || h.village === village.village) &&
        (group === undefined || sameGroup(h.group, group.value)) &&
        (named === undefined || h.householder === named || h.aliases.includes(named)),
    );
    const helper = candidates.filter((h) => category !== undefined && h.category === category);
    const one =
      fitting.length === 1 && (village || group || named)
        ? fitting[0]
        : helper.length === 1
          ? helper[0]
          : undefined;
    if (one) return settledBy(one, item.field);
    if (village && fitting.length > 1) return { field: item.field, value: village.village };
    return undefined;
  }
  const placed = item.field === 'village' || item.field === 'householder';
  if (placed && (village || group || named ? rest !== '' : rest.length > MOST_ODD)) return undefined;
  if (item.field === 'village')
    return village
      ? { field: 'village', value: village.village }
      : (writtenVillage(said) ?? byName(named, households));
  if (item.field === 'householder') {
    if (named === undefined) return undefined;
    const match = households.find(named, { village: village?.village, group: group?.value });
    return {
      field: 'householder',
      value: named,
      ...(match.type === 'one' ? { householdCode: match.household.code } : {}),
    };
  }
  const bare = said.replace(WRAPPING, '').trim();
  // Somebody who answers for a thing: a name, or a post that stands for one. Two names are no answer.
  if (compiled.kinds.some((kind) => kind.byName.get(item.field)?.def.lone)) {
    const post = compiled.regexp('^[\\u4e00-\\u9fff]{0,8}{words:posts}$').test(bare);
    const name = post ? bare : nameIn(said, compiled, households);
    // "田家今天杀猪" names somebody, and answers nothing.
    const [before = '', after = ''] = name === undefined ? [] : bare.split(name);
    const plain =
      compiled
        .regexp(
          `^(?:责任人|由|填|写)*(?:[\\u4e00-\\u9fff]{0,10}(?:村|会|局|办|所|站|队|政府|中心))?{words:posts}?$`,
        )
        .test(before) && compiled.regexp('^{words:posts}?(?:同志|来?负责)?$').test(after);
    return name === undefined || !(post || plain) || /[、,和与及]/.test(bare)
      ? undefined
      : { field: item.field, value: name };
  }
  for (const kind of compiled.kinds) {
    const fresh = kind.def.ledger?.fresh;
    if (item.offered !== undefined && fresh?.field === item.field)
      if (compiled.regexp(`^(?:${fresh.agreed})$`).test(bare))
        return { field: item.field, value: item.offered, agreed: true };
    const field = kind.byName.get(item.field);
    if (!field || !kind.def.ledger?.answerable.includes(item.field)) continue;
    if (field.def.type === 'date') {
      const day = readDay(bare, { sentAt }, field);
      // What was done is not done on a day still to come.
      if (day && field.def.past && day.value > sentAt.slice(0, 10)) return undefined;
      const rest = day && bare.slice(0, day.from) + bare.slice(day.to);
      return day && /^[的天走访入户去是号日]*$/u.test(rest!)
        ? { field: item.field, value: day.value }
        : undefined;
    }
    if (field.def.type === 'choice') {
      const chosen = field.codeOf.get(bare.replace(/(?<=..)类$/u, ''));
      return chosen === undefined ? undefined : { field: item.field, value: chosen };
    }
    if (field.def.type === 'number') {
      const n = /^第?(\d{1,4})号?(?:问题)?$/.exec(bare);
      return n ? { field: item.field, value: Number(n[1]) } : undefined;
    }
    if (field.def.type === 'text' && bare.length <= 24 && isThing(bare, kind))
      return { field: item.field, value: bare };
  }
  return undefined;
}

/** The words of a thing and nothing else: "桃坪村便民桥", not "明天去看". */
function isThing(bare: string, kind: CompiledKind): boolean {
  return kind.subjects.some((pattern) => {
    pattern.lastIndex = 0;
    const found = pattern.exec(bare)?.groups?.['v'];
    return found !== undefined && bare.startsWith(found) && bare.length - found.length <= 2;
  });
}

function villageIn(
  said: string,
  households: HouseholdIndex,
): { written: string; village: string } | undefined {
  for (let at = 0; at < said.length; at++) {
    const found = households.villageAt(said, at);
    if (found) return found;
  }
  return undefined;
}

function townIn(said: string, households: HouseholdIndex): string | undefined {
  const written = /^(?:是|在)?([\u4e00-\u9fff]{2,5}?(?:镇|乡|街道))/.exec(said)?.[1];
  return written !== undefined && households.town(written) ? written : undefined;
}

function groupIn(said: string): { written: string; value: string } | undefined {
  const m = /第?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:村民)?小?(?:组|社)/.exec(said);
  return m ? { written: m[0], value: `${m[1] ?? ''}组` } : undefined;
}

function nameIn(said: string, compiled: Compiled, households: HouseholdIndex): string | undefined {
  for (let at = 0; at < said.length; at++) {
    const found = households.nameAt(said, at);
    if (found) return found.name;
  }
  const after = /(?:户主|名字|姓名)?(?:叫|是|:)\s*/.exec(said);
  const from = after ? after.index + after[0].length : 0;
  // 石门寨 has the shape of a name, and is a village.
  if (households.villageAt(said, from)) return undefined;
  const here = nameHere({ households, compiled, message: { text: said, plain: said } as never }, from);
  return here?.name;
}

const CHINESE = '零一二三四五六七八九十';
function sameGroup(a: string, b: string): boolean {
  const norm = (g: string) =>
    g
      .replace(/[第组社村民小]/g, '')
      .replace(/^[一二三四五六七八九]$/, (c) => String(CHINESE.indexOf(c)))
      .replace(/^十([一二三四五六七八九])?$/, (_, d: string | undefined) =>
        d ? `1${CHINESE.indexOf(d)}` : '10',
      );
  return norm(a) === norm(b);
}

function writtenVillage(said: string): Answer | undefined {
  const m = /^(?:是|在|他是|她是)?([\u4e00-\u9fff]{2,5}(?:村|社区))(?:的|人|那个|那户)*[。!]?$/.exec(said);
  return m ? { field: 'village', value: m[1]! } : undefined;
}

function leftOver(said: string, parts: (string | undefined)[]): string {
  let rest = said;
  for (const p of parts) if (p) rest = rest.replace(p, '');
  return rest.replace(
    /是|就是|应该|的|那个|那户|那家|户主|叫|家|人|镇|乡|村|在|他|她|[\s,。:、!()]|哦|哈|啊|吧|呢|户|姓名|名字|对|嗯|补充|这个|这户|第/g,
    '',
  );
}
