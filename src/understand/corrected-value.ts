import type { CompiledField } from './compiled.js';
import type { Message } from './document.js';
import { readDate, readMoney, readNumber, readPercent } from './values/index.js';

/** What a word of a correction is as a value of a field; undefined where it cannot be one. */
export function valueOf(field: CompiledField, word: string, message: Message): unknown {
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
    case 'date':
      return readDate(word, ref, { lean: field.def.past ? 'past' : 'nearest' })?.value;
    case 'choice': {
      field.words!.lastIndex = 0;
      const m = field.words!.exec(word);
      return m ? field.codeOf.get(m[0]) : undefined;
    }
    case 'household':
    case 'person': {
      const name = word.replace(/(?<=..)[家户]$/u, '');
      return /^[\u4e00-\u9fff]{2,4}$/.test(name) ? name : undefined;
    }
    case 'village':
      return /^[\u4e00-\u9fff]{1,6}?(?:村|社区)/.exec(word)?.[0];
    case 'group':
      return /^第?[\d一二三四五六七八九十]{1,3}[组社]/.exec(word)?.[0];
    default:
      return undefined;
  }
}
