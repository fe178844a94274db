import type { CompiledField } from './compiled.js';
import type { Message } from './document.js';
import { unitsIn } from './fields/units.js';
import { readDate, readDeadlines, readMoney, readNumber, readPercent } from './values/index.js';

/** What may stand beside a day: "昨天下午去的". */
const BESIDE_DAY =
  /^(?:上午|下午|早上|晚上|中午|去|走访|入户|访|看|到|开工|完工|验收|到期|前|之前|才|就|的|了|对|那天|当天|号|日|[()\s])*$/u;

/** How an office, a town or a village is called. */
const UNIT = /^[\u4e00-\u9fff]{1,20}(?:[局办所站委村镇乡院部社校厂队会厅科股县]|政府|街道|社区|中心|公司)$/u;

/** What a word of a correction is as a value of a field; undefined where it cannot be one. */
export type ValueReader = (field: CompiledField, known?: unknown) => unknown;

/** Reads one word for any number of fields: what it is as a number or a day is found once for all fields of that sort. */
export function valueReader(word: string, message: Message, isName: (word: string) => boolean): ValueReader {
  const read = new Map<string, unknown>();
  return (field, known) => {
    const sort = sortOf(field);
    if (sort === undefined) return valueOf(field, word, message, isName, known);
    if (!read.has(sort)) read.set(sort, valueOf(field, word, message, isName));
    return read.get(sort);
  };
}

/** Fields of one sort read the same from a word; undefined: by words of their own, or by what is known. */
function sortOf({ def }: CompiledField): string | undefined {
  switch (def.type) {
    case 'choice':
    case 'milestones':
      return undefined;
    case 'money':
      return def.unit === '万元' ? 'money in 万' : 'money';
    case 'date':
      return def.past ? 'day gone by' : 'date';
    default:
      return def.type;
  }
}

function valueOf(
  field: CompiledField,
  word: string,
  message: Message,
  isName: (word: string) => boolean,
  known?: unknown,
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
    case 'unit': {
      const [unit, ...others] = unitsIn(word.replace(/的$/u, ''), 0);
      return unit && others.length === 0 && UNIT.test(unit.name) ? unit.name : undefined;
    }
    case 'text':
      return word.length > 1 ? word : undefined;
    case 'milestones': {
      const [day] = readDeadlines(word, ref);
      const due = day?.value.due ?? readDate(word, ref, { lean: 'future' })?.value;
      // With several days it is not known which of them is meant.
      const all = Array.isArray(known) ? (known as { name?: string }[]) : [];
      return due === undefined || all.length > 1 ? undefined : [{ name: all[0]?.name ?? '', due }];
    }
    case 'village':
      return /^[\u4e00-\u9fff]{1,6}?(?:村|社区)/.exec(word)?.[0];
    case 'group':
      return /^第?[\d一二三四五六七八九十]{1,3}[组社]/.exec(word)?.[0];
    default:
      return undefined;
  }
}
