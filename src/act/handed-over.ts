import type { Decision, Turn } from './ports.js';
import type { OpenQuestion } from './readers.js';
import { reply } from './say.js';

/** By the code that the handover gave ("答复a65834：…"), or by the number of the list ("答复编号3：…"). */
const ANSWER =
  /^\s*(?:答复|答|回复)\s*(?:(?:编号\s*[:：]?\s*)?([0-9a-f]{6})(?![0-9a-f])|(?:编号|第)\s*[:：]?\s*(\d{1,5})\s*[号个题]?(?=[\s:：,，]))?\s*[:：,，]?\s*([\s\S]+)$/;
const CODE = /编号([0-9a-f]{6})/;

/** Somebody who was handed a question answers it in private: the words go back to who asked, with the name of who wrote them. */
export async function handedOver(turn: Turn): Promise<Decision | undefined> {
  const { message } = turn;
  if (message.conversationKind !== 'private' || message.type === 'recall') return undefined;
  const named = ANSWER.exec(message.text);
  const quoted = CODE.exec(message.quoted?.text ?? '')?.[1];
  if (!named && quoted === undefined) return undefined;
  const open = await turn.reader.questions.handedTo(message.contactId);
  const question = which(open, quoted ?? named?.[1], named?.[2]);
  if (!question) return undefined;
  const answer = turn.mask((named?.[3] ?? message.text).trim());
  const text = turn.templates.render('policy-answered', {
    question: question.text,
    answer,
    by: message.senderName,
  });
  return {
    effects: [
      {
        type: 'question.close',
        id: question.id,
        state: 'answered',
        answer,
        contactId: message.contactId,
        messageId: message.id,
      },
      {
        type: 'say',
        say: {
          conversation: { id: question.conversationId },
          key: `handover-answer:${question.id}`,
          purpose: 'answer',
          text,
          mentions: question.conversationKind === 'room' ? [question.contactId] : [],
          because: { message: message.id, question: question.id },
        },
      },
      ...reply(turn, 'handover-thanks', turn.templates.render('policy-answer-passed', {})),
    ],
    reading: { kinds: ['policy-answer'], missing: [], checks: [] },
  };
}

/** The one it names; without a name, the only one that waits. */
function which(
  open: readonly OpenQuestion[],
  code: string | undefined,
  number: string | undefined,
): OpenQuestion | undefined {
  if (code !== undefined) return open.find((one) => one.id.endsWith(code));
  if (number !== undefined) return open.find((one) => one.number === Number(number));
  return open.length === 1 ? open[0] : undefined;
}
