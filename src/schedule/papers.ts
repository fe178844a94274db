import type { OutgoingFile } from '../core/chat.js';
import { messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';
import { localDay } from '../core/time.js';
import type { DutyBook, DutyDefinition, Facts, Todo } from '../duty/index.js';
import type { Templates } from '../reply/index.js';
import { documentOf, renderDocx } from '../render/index.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

type Nudged = Todo['lines'][number]['nudges'][number];

/**
 * Drafts of the documents that go along with a to-do: one for each item whose step its duty names. What the ledger does
 * not know stays blank, for whoever delivers it to fill in; they issue it, so it bears the name of their unit.
 */
export async function papersOf(
  { templates, log }: { templates(): Templates; log: Log },
  book: DutyBook,
  facts: Pick<Facts, 'people'>,
  todo: Todo,
  now: Date,
): Promise<OutgoingFile[]> {
  const issuer = facts.people.find((person) => person.id === todo.personId)?.unit ?? '';
  const files: OutgoingFile[] = [];
  for (const nudge of todo.lines.flatMap((line) => line.nudges)) {
    const paper = book.duties.find((duty) => duty.id === nudge.due.duty)?.paper;
    if (!paper?.steps.includes(nudge.step) || !nudge.due.item) continue;
    try {
      const data = { ...fieldsOf(paper, nudge), issuer, date: localDay(now) };
      const bytes = await renderDocx(documentOf(templates().render(paper.template, data)));
      files.push({ name: `${nudge.due.item.title}${paper.title}.docx`, type: DOCX, bytes });
    } catch (error) {
      // A reminder without its draft is better than none.
      log.error({ duty: nudge.due.duty, err: messageOf(error) }, 'a draft could not be written');
    }
  }
  return files;
}

function fieldsOf(
  { fields }: NonNullable<DutyDefinition['paper']>,
  { due }: Nudged,
): Record<string, unknown> {
  const item = due.item!;
  const own: Record<string, unknown> = { 'next-due': item.nextDue, town: item.town, village: item.village };
  return Object.fromEntries(
    Object.entries(fields).map(([variable, field]) => [variable, own[field] ?? item.data[field] ?? '']),
  );
}
