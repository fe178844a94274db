import { toLocal } from '../core/time.js';
import type { Due, Todo } from '../duty/index.js';
import type { Templates } from '../reply/index.js';

/** The points of a list in words, and as an answer to it will find them, in the order of their numbers. */
export function wordsOf(templates: Templates, todo: Todo): { lines: string[]; cause: object[] } {
  return {
    lines: todo.lines.map(({ nudges: _, ...line }) => templates.render('todo-line', line)),
    cause: todo.lines.map((line) => ({
      duty: line.duty,
      as: line.as,
      dues: line.nudges.map(({ due, step }) => ({
        ...dueCause(due),
        step,
        state: due.state,
        ...(due.state === 'unsigned' && { unsigned: due.doneBy }),
      })),
    })),
  };
}

export const dueCause = (due: Due) => ({
  subject: due.subject.id,
  title: due.subject.title,
  period: due.period.key,
  due: toLocal(due.dueAt).slice(0, 16),
});
