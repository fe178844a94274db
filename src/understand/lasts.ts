import type { CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import type { Draft } from './draft.js';
import { isSpread } from './fields/figures.js';
import { readNumber } from './values/index.js';

const MOST = 366;

/** "明天起请假三天": a period of which only the first day is said ends as many days later as it lasts. */
export function lasting(kind: CompiledKind, draft: Draft, message: Message): void {
  for (const field of kind.roles.lasting) {
    const from = draft.values.get('from');
    const to = draft.values.get('to');
    if (!from || !to || from.value !== to.value) continue;
    for (const pattern of field.lasts) {
      pattern.lastIndex = 0;
      const m = pattern.exec(message.text);
      const days = m && readNumber(m.groups?.['v'] ?? '')?.value;
      // "两三天": it is not known which.
      if (m && isSpread(message, { from: m.index, to: m.index + m[0].length })) {
        draft.values.delete('to');
        draft.uncertain.add('to');
        return;
      }
      if (!days || days < 2 || days > MOST || !Number.isInteger(days)) continue;
      const end = new Date(Date.parse(String(from.value)) + (days - 1) * 86_400_000)
        .toISOString()
        .slice(0, 10);
      draft.values.set('to', {
        value: end,
        from: m.index,
        to: m.index + m[0].length,
        rule: 'lasts',
        certainty: 'stated',
      });
      return;
    }
  }
}
