import { patternOf } from '../core/pattern.js';
import type { Decision, Turn } from './ports.js';
import { subjectOf } from './record.js';
import { target } from './retract.js';
import { reply } from './say.js';

/**
 * "更正：彭世明家血型是A型": words that plainly correct, of which no field of a record could be made. Whoever had reported
 * something hears why nothing was changed, and how to say it; silence would look as if it had been.
 */
export async function uncorrected(turn: Turn): Promise<Decision | undefined> {
  const { message, understood, understanding } = turn;
  if (message.type !== 'text' || message.replayed) return undefined;
  const { plain } = understanding.rule('correction') ?? {};
  if (plain === undefined || !patternOf(`^(?:${plain})`).test(message.text.replace(/@\S+\s*/g, '').trim()))
    return undefined;
  if (!understood.records.every((one) => understanding.rule(one.kind)?.rest)) return undefined;
  const aim = await target(turn);
  const direct = message.mentionsBot || message.conversationKind === 'private';
  if ((aim === undefined && !direct) || aim === 'foreign') return undefined;
  const records = aim ? await turn.reader.recordsOf(aim.messageId) : [];
  const subjects = records.flatMap((one) => {
    const rule = understanding.rule(one.kind);
    return rule && one.state !== 'retracted' ? [subjectOf(one.data, rule) ?? ''] : [];
  });
  const text = turn.templates.render('correction-unread', {
    subjects: [...new Set(subjects)].filter((one) => one !== ''),
  });
  return {
    effects: reply(turn, 'receipt', text),
    reading: { kinds: ['correction'], missing: [], checks: [] },
  };
}
