import type { Effect } from '../core/effects.js';
import type { FileRef } from '../core/files.js';
import { localDay } from '../core/time.js';
import { asksForHelp } from './alone.js';
import type { Decision, PolicyReply, Turn } from './ports.js';
import { reply } from './say.js';

/** Longer texts are no questions that a policy answers, unless understanding says so. */
const QUESTION_LENGTH = 80;
const ASKS = /[?？]|[呢吗嘛]\s*$/;
/** "村里通自来水了", "今天在指挥部值班": something is told, and nothing asked. */
const TELLS =
  /[了过](?!解|结|程|渡|期|户|[\s\S]*(?:怎么|如何|哪|几|多少|什么|啥|谁|能|可以|还))|(?:今天|今日|昨天|前天|上午|下午|晚上|刚才|刚刚)(?![\s\S]*(?:怎么|如何|哪|几|多少|什么|啥|谁|能|可以))/;
/** Questions of one message that are answered in one text. */
const AT_ONCE = 3;

/**
 * Answers with the source, or, asked directly, offers up to three entries to choose from, or hands the question to whoever
 * would know. In the talk of others the bot speaks only where it is sure.
 */
export async function question(turn: Turn): Promise<Decision | undefined> {
  const { message } = turn;
  const direct = message.mentionsBot || message.conversationKind === 'private';
  if (asksForHelp(turn)) return undefined;
  const card = direct ? turn.cards?.question(message.text) : undefined;
  const text = card?.replace(/@\S+\s*/g, '').trim() ?? asked(turn, direct);
  if (text === undefined || text === '') return undefined;
  const replies = turn.understanding.policies.ask(text, {
    on: localDay(message.sentAt),
    previous: await before(turn),
  });
  // A figure of the own county is in no document, unless that is the one that is asked about.
  const own = turn.desk?.ownFigure(text) ?? false;
  const asking = card !== undefined || understoodAsQuestion(turn) || ASKS.test(text);
  const sure = replies
    .filter(
      (one) =>
        one.answer !== undefined && (!own || one.named) && (asking || (one.unasked && !TELLS.test(text))),
    )
    .slice(0, AT_ONCE);
  if (own && sure.length === 0) return undefined;
  if (sure.length > 0)
    return { effects: answers(turn, sure, card === undefined ? [] : await cardsOf(turn, sure)) };
  const [first] = replies;
  // What is merely said to the bot is no question that somebody must answer.
  if (!direct || !first || !asking) return undefined;
  if (first.choices.length > 0) return { effects: offer(turn, first) };
  if (first.concerned) return { effects: await handOver(turn, first) };
  // No source, no answer.
  return understoodAsQuestion(turn)
    ? { effects: reply(turn, 'answer', turn.templates.render('no-source', {})) }
    : undefined;
}

const understoodAsQuestion = (turn: Turn): boolean =>
  turn.understood.records.some((r) => turn.understanding.rule(r.kind)?.reply === 'question');

/** The words of the question: as understanding cut them out, or the text itself where it is a short one. */
function asked(turn: Turn, direct: boolean): string | undefined {
  const { message, understood } = turn;
  if (message.type === 'recall' || message.replayed) return undefined;
  const said = understood.records.find((r) => turn.understanding.rule(r.kind)?.reply === 'question');
  const own = message.text.replace(/@\S+\s*/g, '').trim();
  if (said) return typeof said['text'] === 'string' ? said['text'] : own;
  const work = understood.records.some((r) => turn.understanding.rule(r.kind)?.ledger !== undefined);
  if (work || own === '' || own.length > QUESTION_LENGTH) return undefined;
  return direct || ASKS.test(own) ? own : undefined;
}

async function before(turn: Turn): Promise<string | undefined> {
  const { message } = turn;
  const earlier = await turn.reader.previous(message.conversationId, message.seq);
  return earlier.filter((one) => one.sender === message.senderName && one.id !== message.id).at(-1)?.text;
}

/** A card of each answer, kept with what is said. */
async function cardsOf({ cards, reader }: Turn, sure: readonly PolicyReply[]): Promise<FileRef[]> {
  const files: FileRef[] = [];
  for (const { answer } of sure)
    if (cards) files.push(await reader.bulletins.keep(await cards.draw(answer!)));
  return files;
}

function answers(turn: Turn, sure: readonly PolicyReply[], files: FileRef[]): Effect[] {
  const texts = sure.map((one) => turn.templates.render('policy-answer', one.answer!.data));
  const because = {
    policies: sure.map((one) => one.answer!.id),
    ...(files.length > 0 ? { cards: files.length } : {}),
  };
  return reply(turn, 'answer', texts.join('\n'), {
    mention: true,
    because,
    files: files.length > 0 ? files : undefined,
  });
}

function offer(turn: Turn, first: PolicyReply): Effect[] {
  const { choices } = first;
  const text = turn.templates.render('policy-choices', { choices: choices.map((one) => one.title) });
  return [
    {
      type: 'question.open',
      question: { ...kept(turn, first), choices: choices.map((one) => one.id), state: 'offered' },
    },
    ...reply(turn, 'answer', text, { mention: true }),
  ];
}

/** The holder of the post gets the question in private; the asker is told who has it. */
async function handOver(turn: Turn, first: PolicyReply): Promise<Effect[]> {
  const { message, templates } = turn;
  const holder = await turn.reader.questions.holderOf(first.units, message.contactId);
  const question = kept(turn, first);
  const to = holder ? `${holder.name}（${holder.post}）` : first.post;
  const effects: Effect[] = [
    {
      type: 'question.open',
      question: { ...question, post: to, choices: [], toContactId: holder?.contactId, state: 'open' },
    },
    ...reply(turn, 'answer', templates.render('policy-handed-over', { to, reached: holder !== undefined }), {
      mention: true,
    }),
  ];
  if (holder) {
    effects.push({
      type: 'say',
      say: {
        conversation: { privateOf: holder.contactId },
        key: `handover:${question.id}`,
        purpose: 'handover',
        text: templates.render('policy-please-answer', {
          asker: message.senderName,
          question: question.text,
          code: question.id.slice(-6),
        }),
        mentions: [],
        because: { message: message.id, question: question.id },
      },
    });
  }
  return effects;
}

function kept(turn: Turn, { question, field, post }: PolicyReply) {
  const { id: messageId, conversationId, contactId } = turn.message;
  return { id: turn.newId(), messageId, conversationId, contactId, text: turn.mask(question), field, post };
}
