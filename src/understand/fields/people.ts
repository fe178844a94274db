import type { Compiled } from '../compiled.js';
import type { Message } from '../document.js';
import type { Span } from '../span.js';
import type { Value } from '../draft.js';

const MOST = 30;
const POST_BY_ITSELF = /^(?:分管|主管|联系|包抓|包联|常务)/;

/** Names in a labelled span: "周明亮、李婷", "副镇长 郭正", "镇农业办 邹凯", "梁晓峰 姚敏 4月15日". `to` is where the names end. */
export function readPeople(message: Message, span: Span, compiled: Compiled): { names: Value[]; to: number } {
  const names: Value[] = [];
  const gap = compiled.regexp('^[\\s、,/&;和与及]*');
  const office = compiled.regexp(
    '^(?:[\\u4e00-\\u9fff]{0,8}?(?:{words:orgs}|{words:posts}|办公室|办|局|站|所|中心|村|镇|乡|社区|队|委|会|政府|公司))(?=[\\s:]|{name}(?![\\u4e00-\\u9fff])|{name}{words:posts}|{name}[、,;\\s])[\\s:]*',
  );
  const plainOffice = compiled.regexp(
    '^[\\u4e00-\\u9fff]{0,10}(?:{words:posts}|办公室|办|局|站|所|中心|村|镇|乡|社区|队|委|会|政府|公司)[\\s:]+(?={name})',
  );
  const person = compiled.regexp(
    '^({name}|[\\u3400-\\u9fff·]{2,4})(?:[\\s]?{words:posts})?(?:同志)?(?=[\\s、,/&;。()!\\d和与及等]|$)',
  );
  const glued = compiled.regexp('^({name})(?:{words:posts})?');
  const stop = compiled.list('not-names');
  let at = span.from;
  while (at < span.to && names.length < MOST) {
    const rest = message.text.slice(at, Math.min(span.to, at + 40));
    const lead = gap.exec(rest)![0].length;
    // Names of a list are parted by something.
    if (names.length > 0 && lead === 0) break;
    let from = lead;
    const office1 = plainOffice.exec(rest.slice(from)) ?? office.exec(rest.slice(from));
    if (office1) from += office1[0].length;
    const word = rest.slice(from);
    const whole = person.exec(word);
    const m = whole ?? (names.length === 0 ? glued.exec(word) : null);
    // 许可 is a word, but here it is who writes.
    if (!m || (stop.has(m[1]!) && m[1] !== message.input.sender)) break;
    // A post may stand where a name would: 分管副县长.
    const name = POST_BY_ITSELF.test(m[0]) && m[0].length > m[1]!.length ? m[0].trimEnd() : m[1]!;
    const surname = compiled.regexp('^{name}$').test(name);
    // Without a surname it may still be a name where it is all that the label gives, or stands between names.
    if (!surname && names.length > 0) break;
    if (/[月日年]/.test(word[name.length] ?? '') && /[零一二三四五六七八九十\d]$/.test(name)) break;
    const start = at + from;
    names.push({
      value: message.plain.slice(start, start + name.length),
      from: start,
      to: start + name.length,
      rule: 'names',
      certainty: 'stated',
    });
    at = start + m[0].length;
  }
  return { names, to: names.length > 0 ? at : span.from };
}
