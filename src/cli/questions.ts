import { AppError } from '../core/errors.js';
import type { Clock } from '../core/ports.js';
import type { Store } from '../store/client.js';
import { decideQuestions, listQuestions } from '../store/questions.js';

export type QuestionDecision = 'list' | 'approve' | 'reject';

export interface QuestionsDeps {
  store: Store;
  clock: Clock;
  actor: string;
  out(line: string): void;
}

/** What is not answered, and what is answered but not approved yet. */
const WAITING = ['open', 'answered'];
/** What a word may be said on; a second time it changes nothing. */
const ANSWERED = ['answered', 'approved', 'rejected'];
const DAY_MS = 86_400_000;

/** The `questions` command: the questions of the last `days` that wait, or the clerk's word on the answers that came. */
export async function questionsCommand(
  decision: QuestionDecision,
  numbers: readonly string[],
  days: number,
  { store, clock, actor, out }: QuestionsDeps,
): Promise<void> {
  const now = clock.now();
  if (decision === 'list') {
    const since = new Date(now.getTime() - days * DAY_MS);
    for (const one of await listQuestions(store.prisma, WAITING, since)) out(JSON.stringify(one));
    return;
  }
  const wanted = numbers.map((text) => {
    if (!/^\d{1,9}$/.test(text))
      throw new AppError('argument-invalid', `questions ${decision}: "${text}" is no number of a question`);
    return Number(text);
  });
  const answered = await listQuestions(store.prisma, ANSWERED, new Date(0));
  const strange = wanted.filter((number) => !answered.some((one) => one.number === number));
  if (strange.length > 0)
    throw new AppError(
      'unknown-question',
      `no question with an answer: ${strange.join(', ')} (see "cuncunbao questions")`,
    );
  const state = decision === 'approve' ? 'approved' : 'rejected';
  const decided = await decideQuestions(store.prisma, wanted, state, actor, now);
  out(JSON.stringify({ [state]: decided, asked: wanted.length }));
}
