import type { HouseholdIndex } from '../core/household.js';
import type { Compiled } from './compiled.js';
import type { Message } from './document.js';
import { matches } from './matches.js';
import { nameHere } from './names.js';
import type { Pair } from './old-and-new.js';

type Said = Pick<Message, 'text' | 'plain'>;

/** What may stand right before a name that the register does not have. */
const BEFORE = /(?:^|[\s,.，。;；:：!！?？、()@\d]|正|[刚才条把将的是和与村组社访户到去个下错了])$/u;
/** A family by its surname alone: 赵家. */
const FAMILY = /^家(?=[\s,，。:：;；\d是的有应人]|$)/u;

/**
 * Whom or what a correction speaks of, as it is named beside the values: a name of the register, what has a name's shape
 * before 家 or 户, or the name of a thing as its definition writes it. The one next before the new value is meant.
 */
export function correctedThing(
  pair: Pair,
  message: Said,
  compiled: Compiled,
  households: HouseholdIndex,
): string | undefined {
  const text = pair.said;
  const values = [pair.to, pair.from ?? ''].flatMap((value) => spansOf(text, value));
  const free = (at: number, to: number) => !values.some((span) => at < span.to && to > span.from);
  const named = [
    ...namesIn(text, message, compiled, households),
    ...(FAMILY_IN.test(text) ? familiesIn(text, compiled) : []),
  ].filter((one) => free(one.at, one.at + one.name.length));
  const things =
    named.length > 0 ? named : thingsIn(text, compiled).filter((one) => free(one.at, one.at + 1));
  const at = text.lastIndexOf(pair.to);
  return (things.filter((one) => one.at < at).pop() ?? things[0])?.name;
}

interface Named {
  name: string;
  at: number;
}

function spansOf(text: string, value: string): { from: number; to: number }[] {
  const at = value === '' ? -1 : text.lastIndexOf(value);
  return at < 0 ? [] : [{ from: at, to: at + value.length }];
}

function namesIn(text: string, message: Said, compiled: Compiled, households: HouseholdIndex): Named[] {
  const out: Named[] = [];
  const here = { households, compiled, message: { ...message, text, plain: text } as never };
  const common = ['not-names', 'people', 'kin'].map((list) => compiled.list(list));
  for (let at = 0; at < text.length; at++) {
    const found = households.villageAt(text, at) ? undefined : nameHere(here, at);
    if (!found) continue;
    const home = /^[家户]/.test(text.slice(found.to));
    const known = found.households?.some((one) => one.householder === found.name) ?? false;
    const sure = found.households !== undefined && (known || found.name.length > 2);
    const shaped = home && BEFORE.test(text.slice(0, at)) && !common.some((list) => list.has(found.name));
    if (!sure && !shaped && !(home && found.households !== undefined)) continue;
    out.push({ name: found.name, at });
    at = found.to - 1;
  }
  return out;
}

const FAMILY_IN = /家/;

function familiesIn(text: string, compiled: Compiled): Named[] {
  return [...text].flatMap((name, at) =>
    compiled.surnames[name.charCodeAt(0)] === 1 &&
    FAMILY.test(text.slice(at + 1)) &&
    BEFORE.test(text.slice(0, at))
      ? [{ name, at }]
      : [],
  );
}

/** Names of things that are no persons, as the definitions that have such things write them. */
function thingsIn(text: string, compiled: Compiled): Named[] {
  // "完成投资不是32万" has the shape of a name, too.
  const built = compiled.regexp('{words:built}|{words:works}|工程|项目|[村组](?!织|成)');
  for (const kind of compiled.kinds) {
    const key = kind.def.ledger?.subject[0];
    if (key === undefined || kind.byName.get(key)?.def.type !== 'text') continue;
    for (const pattern of kind.subjects)
      for (const found of matches(pattern, text)) {
        const name = found.groups?.['v'];
        if (name === undefined || compiled.lexicon.label(name) !== undefined || !built.test(name)) continue;
        return [{ name, at: text.indexOf(name, found.index) }];
      }
  }
  return [];
}
