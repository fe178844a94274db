import { readPeriod } from '../understand/values/index.js';
import type { PlanDraft } from './draft.js';
import type { Dating } from './milestones.js';
import { lastLine, walk, type Block } from './outline.js';
import { printed } from './print.js';
import type { Vocabulary } from './vocabulary.js';

export type PlanStage = NonNullable<PlanDraft['stages']>[number];

/**
 * The stages of a plan: headings that call themselves one and name their days behind them, in brackets or after a colon:
 * （一）决战决胜阶段（5月—8月）. A stage without days, or whose days are not sure, is none.
 */
export function stagesIn(root: Block, dating: Dating, vocabulary: Vocabulary): PlanStage[] {
  const stages: PlanStage[] = [];
  for (const block of walk(root)) {
    const said = `${block.title}${block.pieces.find((piece) => piece.line === block.line)?.text ?? ''}`;
    const found = vocabulary.stage?.exec(said)?.groups;
    const words = found?.['days']?.replace(/(?<=月)底$/u, '');
    if (!found || words === undefined || dating.yearless) continue;
    const period = readPeriod(words, { sentAt: `${dating.fromAt?.(block.line) ?? dating.from}T00:00` });
    // What is only read in part is not sure.
    if (!period || period.to - period.from < words.trim().length) continue;
    const { from, to } = period.value;
    if (from < to)
      stages.push({
        name: printed(found['name']!.trim()),
        from,
        to,
        text: { from: block.line, to: lastLine(block) },
      });
  }
  return stages;
}
