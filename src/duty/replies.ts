import { numeralValue } from '../core/numerals.js';
import type { NudgeReading } from '../core/nudges.js';
import type { NudgeReplies } from './settings-schema.js';

/** Reads short private answers by the patterns of `intents/nudge-replies.yaml`: the first that fits the whole text. */
export function createReplyReader(definition: NudgeReplies): (text: string) => NudgeReading | undefined {
  const number = new RegExp(definition.number, 'u');
  const compiled = definition.replies.map((reply) => ({
    ...reply,
    patterns: reply.patterns.map((p) => new RegExp(`^(?:${p})$`, 'u')),
  }));
  return (text) => {
    const plain = text.normalize('NFKC').replace(/[\s。！!~～,，.、；;:：“”"']+/gu, '');
    if (plain === '' || plain.length > definition.longest) return undefined;
    const said = number.exec(plain);
    const words = said ? plain.slice(0, said.index) + plain.slice(said.index + said[0].length) : plain;
    // The number may be part of the words themselves: the whole text is tried first.
    const found = compiled.find((reply) => reply.patterns.some((p) => p.test(plain)));
    const numbered =
      found ?? (said ? compiled.find((reply) => reply.patterns.some((p) => p.test(words))) : undefined);
    if (!numbered) return undefined;
    const { id, effect, point, days } = numbered;
    const n = said?.groups?.['n'];
    return { id, effect, point, days, ...(!found && n !== undefined && { number: numeralValue(n) }) };
  };
}
