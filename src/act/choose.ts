import { localDay } from '../core/time.js';
import { CHOICE_MS } from './limits.js';
import type { Decision, Turn } from './ports.js';
import { reply } from './say.js';

const NUMBER = /^\s*(?:第|选)?\s*([1-3１-３一二三])\s*(?:个|条)?[.、。)）]?\s*$/;
const WHICH: Record<string, number> = {
  '1': 0,
  '１': 0,
  一: 0,
  '2': 1,
  '２': 1,
  二: 1,
  '3': 2,
  '３': 2,
  三: 2,
};

/** A bare number after choices were offered chooses one of them. */
export async function choose(turn: Turn): Promise<Decision | undefined> {
  const { message } = turn;
  const number = NUMBER.exec(message.text.replace(/@\S+\s*/g, ''));
  if (!number || message.type === 'recall') return undefined;
  const since = new Date(message.sentAt.getTime() - CHOICE_MS);
  const offered = await turn.reader.questions.offered(message.conversationId, message.contactId, since);
  const id = offered?.choices[WHICH[number[1]!]!];
  const entry =
    id === undefined ? undefined : turn.understanding.policies.entry(id, localDay(message.sentAt));
  if (!offered || !entry) return undefined;
  const text = turn.templates.render('policy-answer', entry.data);
  return {
    effects: [
      { type: 'question.close', id: offered.id, state: 'chosen' },
      ...reply(turn, 'answer', text, { mention: true, because: { policies: [id] } }),
    ],
    reading: { kinds: ['choice'], missing: [], checks: [] },
  };
}
