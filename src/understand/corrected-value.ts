import type { CompiledField } from './compiled.js';
import type { Message } from './document.js';
import { readDate, readMoney, readNumber, readPercent } from './values/index.js';

/** What may stand beside a day: "昨天下午去的". */
const BESIDE_DAY =
  /^(?:上午|下午|早上|晚上|中午|去|走访|入户|访|看|到|开工|完工|验收|到期|前|之前|才|就|的|了|对|那天|当天|号|日|[()\s])*$/u;

/** What a word of a correction is as a value of a field; undefined where it cannot be one. */
export function valueOf(
  field: CompiledField,
  word: string,
  message: Message,
  isName: (word: string) => boolean,
): unknown {
  const ref = { sentAt: message.input.sentAt };
  switch (field.def.type) {
    case 'number':
      return /[%元万亿月号.]/.test(word) ? undefined : readNumber(word)?.value;
    case 'money':
      return /[%人户月号]/.test(word)
        ? undefined
        : readMoney(word, { unit: field.def.unit === '万元' ? 1e4 : 1 })?.value;
    case 'percent':
      return readPercent(word)?.value;
    case 'date': {
      const day = readDate(word, ref, { lean: field.def.past ? 'past' : 'nearest' });
      if (!day || !BESIDE_DAY.test(word.slice(0, day.from) + word.slice(day.to))) return undefined;
      // What was done is not done on a day still to come.
      return field.def.past && day.value > ref.sentAt.slice(0, 10) ? undefined : day.value;
    }
    case 'choice': {
      field.words!.lastIndex = 0;
      const m = field.words!.exec(word);
      return m ? field.codeOf.get(m[0]) : undefined;
    }
    case 'household':
    case 'person': {
      const name = word.replace(/(?<=..)[家户]的?$/u, '');
      return /^[\u4e00-\u9fff]{2,4}$/.test(name) && isName(name) ? name : undefined;
    }
    case 'village':
      return /^[\u4e00-\u9fff]{1,6}?(?:村|社区)/.exec(word)?.[0];
    case 'group':
      return /^第?[\d一二三四五六七八九十]{1,3}[组社]/.exec(word)?.[0];
    default:
      return undefined;
  }
}
