import type { OutgoingFile } from '../core/chat.js';
import { messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';
import { localDay } from '../core/time.js';
import type { OpenItem } from '../core/duty-facts.js';
import type { ExportStore } from '../core/export.js';
import type { DutyBook, DutyDefinition, Facts, Todo } from '../duty/index.js';
import { outlineOf, type OutlineDefinition } from '../export/index.js';
import type { Metric } from '../status/index.js';
import type { Templates } from '../reply/index.js';
import { documentOf, renderDocx } from '../render/index.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

type Paper = NonNullable<DutyDefinition['paper']>;
type TemplatePaper = Extract<Paper, { template: string }>;
type OutlinePaper = Exclude<Paper, TemplatePaper>;

/** The papers that can be put together from the ledger, and the ledger to do it from. */
export interface Outlines {
  definitions: readonly OutlineDefinition[];
  metrics: ReadonlyMap<string, Metric>;
  store: Pick<ExportStore, 'rows' | 'count'>;
}

type Nudged = Todo['lines'][number]['nudges'][number];

/**
 * Drafts of the documents that go along with a to-do: one for each item whose step its duty names. What the ledger does
 * not know stays blank, for whoever delivers it to fill in; they issue it, so it bears the name of their unit.
 */
export async function papersOf(
  { templates, log, outlines }: { templates(): Templates; log: Log; outlines?: Outlines | undefined },
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
      const bytes =
        'outline' in paper
          ? await outlineFor(paper, nudge.due.item, outlines, localDay(now))
          : await renderDocx(
              documentOf(
                templates().render(paper.template, {
                  ...fieldsOf(paper, nudge),
                  issuer,
                  date: localDay(now),
                }),
              ),
            );
      if (!bytes) continue;
      files.push({ name: `${nudge.due.item.title}${paper.title}.docx`, type: DOCX, bytes });
    } catch (error) {
      // A reminder without its draft is better than none.
      log.error({ duty: nudge.due.duty, err: messageOf(error) }, 'a draft could not be written');
    }
  }
  return files;
}

/** A paper about the stretch of days that the item stands for. */
async function outlineFor(
  paper: OutlinePaper,
  { title, data, town, village }: OpenItem,
  outlines: Outlines | undefined,
  today: string,
): Promise<Uint8Array | undefined> {
  const definition = outlines?.definitions.find((one) => one.id === paper.outline);
  const [from, to] = [data[paper.from], data[paper.to]];
  if (!outlines || !definition || typeof from !== 'string' || typeof to !== 'string') return undefined;
  const place =
    village !== null
      ? { towns: [], villages: [village], title: village, ...(town === null ? {} : { within: town }) }
      : { towns: town === null ? [] : [town], villages: [], title: town ?? '全县' };
  return outlineOf(
    definition,
    { place, period: { from, to, title } },
    outlines.metrics,
    outlines.store,
    today,
  );
}

function fieldsOf({ fields }: TemplatePaper, { due }: Nudged): Record<string, unknown> {
  const item = due.item!;
  const own: Record<string, unknown> = { 'next-due': item.nextDue, town: item.town, village: item.village };
  return Object.fromEntries(
    Object.entries(fields).map(([variable, field]) => [variable, own[field] ?? item.data[field] ?? '']),
  );
}
