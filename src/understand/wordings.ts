import { among } from './span.js';

/** Expressions that the engine looks for in whole messages, as sources with placeholders; each has a gate. */

/** 老王家, 李大爷家, 瘸腿老张的. */
export const NICKNAMED =
  '{words:nickname-fronts}?(?:老[\\u4e00-\\u9fff](?=家(?!访)|户(?![口主籍型数均]))|(?<=^|[^\\u4e00-\\u9fff]|{words:visit-verbs}了?|[村组社和跟给与的天午晚早])老[\\u4e00-\\u9fff](?=[,。;\\s(、]|的|$)|{surname}[\\u4e00-\\u9fff]?{words:nickname-ends}(?=家|户(?![口主籍型数均])|[,。;\\s(、]|的|$)|(?<={words:visit-verbs}了?|从)(?![他她我你的家亲同邻隔其自大二三四五六七八小表堂])[\\u4e00-\\u9fff]{1,2}{words:nickname-ends}(?=家|户(?![口主籍型数均])))';

/** 走访了张三家, 看望低保户李四, 走访某村三组王五. */
export const VISITED =
  '{words:visit-verbs}[了过着]?(?:一下|下)?(?<place>(?:[\\u4e00-\\u9fff]{2,5}[村寨])?(?:第?[\\u4e00-\\u9fff\\d]{1,3}[组社])?)(?:{words:people}|\\d?户?)?\\s?(?<name>{name})(?=家|户|[,。;\\s(、!]|的|$|{words:after-name})';

/** 到三组张三家, 看望青石沟的李四老人. */
export const AT_HOME =
  '(?<=[\\s,。;!?、:(组村社的]|^|{words:visit-verbs}了?){name}(?:一家|家|户)(?!庭|籍|口|主|数|长|里蹲|具|家|畜|禽)|(?<=[组村社的]){name}(?=老人|大爷|大娘|老党员)';

/** "红岩村王五，…", "红岩村三组王五5口人", "王五5口人": right behind a place, or with so many people. */
export const PLACED =
  '(?:(?<=[\\u4e00-\\u9fff][村寨](?:第?[一二三四五六七八九十\\d]{1,3}[组社])?\\s?)|(?<=(?:[:,、;。\\s]|{words:visit-verbs}了?)\\s?)(?={name}(?:\\d{1,2}\\s?口|[(]\\d{1,2}\\s?口?人[),，])))(?<name>{name})(?=[,。;、\\s(:]|$|\\d{1,2}\\s?(?:口|人)|{words:after-name})';

/** 请问, 能不能, 多少; at the end of a sentence also 整改了没, 有补贴没有 and, where nothing is handed in, 销号依据. */
export const ASKING_WORDS = '{words:asking}';
export const ASKING_BY_PLACE =
  '(?<=[能会算][^,。;\\n]{1,14})(?<![过完了吃花用停])不(?=\\s*(?:[。!?;\\n]|$))|(?<=能[\\u4e00-\\u9fff]{1,4})几[年岁万亩]|最(?:多|高)(?:能|可以)[\\u4e00-\\u9fff]{1,6}几|(?<=[\\u4e00-\\u9fff])(?<![那这好十前后头过近])几[户笔条项家个天点次篇份本张]|了没有?(?=\\s*(?:[。!?;\\n]|$))|(?<=完成|结束|销号|验收|上报)没有?(?=\\s*(?:[,。!?;\\n]|$))|(?<=有[^,。;?!没\\n]{2,14})没[有得](?=\\s*(?:[。!?;\\n]|$))|{words:asked-after}(?=\\s*(?:[。!?;\\n]|$))(?<![提上报交附补传齐][^,。;\\n]{0,16})';

export const ASKING = `${ASKING_WORDS}|${ASKING_BY_PLACE}`;

/** A quick look before `AT_HOME` and `PLACED` are tried at a surname: most surnames are everyday characters. */
export function mayBeAtHome(text: string, at: number): boolean {
  return behindName(text, at, ofHome);
}

export function mayBePlaced(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1) <= 0x20 ? at - 2 : at - 1;
  return ofPlace(text.charCodeAt(before)) || behindName(text, at, ofPeople);
}

/** Whether right behind any name that may begin there stands such a character. */
function behindName(text: string, at: number, holds: (unit: number) => boolean): boolean {
  for (let to = at + SHORTEST; to <= at + LONGEST; to++) if (holds(text.charCodeAt(to))) return true;
  return false;
}

const SHORTEST = 2;
const LONGEST = 4; // a surname of two characters and two more
const ofHome = among('一家户老大');
const ofPlace = among('村寨组社');
const ofPeople = among('0123456789(');

export const WORDINGS = [NICKNAMED, VISITED, AT_HOME, PLACED, ASKING_WORDS, ASKING_BY_PLACE] as const;
