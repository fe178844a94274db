import type { BulletinDecision, BulletinLedger, BulletinMessage, Issue } from '../core/bulletin.js';
import type { HouseholdIndex, Person } from '../core/household.js';
import type { Metric } from '../status/index.js';
import type { Command } from './commands.js';
import type { BulletinDefinition } from './schema.js';
import { groupText, remarks } from './view.js';

/** The issue that is meant. */
export interface Meant {
  issue: Issue;
  number: number;
  definition: BulletinDefinition;
}

/** How an issue stands, as templates say it. */
export const standingOf = ({ issue, number, definition }: Meant): object => ({
  series: definition.series,
  number,
  state: issue.state,
  by: issue.approvedBy ?? '',
  section: issue.figures.sections[0]?.title ?? '',
});

/** A command about it, from somebody who may decide. */
export interface Case extends Meant {
  command: Command;
  message: BulletinMessage;
  person: Person;
  ledger: BulletinLedger;
  issues: readonly Issue[];
}

export interface HandlerDeps {
  metrics: ReadonlyMap<string, Metric>;
  register: HouseholdIndex;
  render(template: string, data: object): string;
}

export type Handler = (one: Case) => Promise<BulletinDecision> | BulletinDecision;

/** How an issue is spoken of. */
export interface Voice {
  /** The issue with what the clerk should know of it: as a draft, or as what became of it. */
  draftText(meant: Meant, issue: Issue): string;
  say(one: Case, template: string, data: object): string;
  /** Why something about it was said: the revision that was seen counts as read. */
  cause(one: Case, issue?: Issue): object;
  /** Said where it is approved or withdrawn already, and nothing can be changed any more. */
  settled(one: Case): BulletinDecision | undefined;
}

export function createVoice({ render }: HandlerDeps): Voice {
  const draftText = ({ definition, number }: Meant, issue: Issue): string =>
    render('bulletin-draft', {
      series: definition.series,
      text: groupText(definition, issue, number, render),
      remarks: remarks(issue, render),
      number,
      revision: issue.revision,
      state: issue.state,
      by: issue.approvedBy ?? '',
    });

  const say = (one: Case, template: string, data: object): string =>
    render(template, { series: one.definition.series, number: one.number, ...data });

  const cause = (one: Case, issue = one.issue): object => ({
    bulletin: issue.id,
    revision: issue.revision,
    contact: one.message.contactId,
  });

  function settled(one: Case): BulletinDecision | undefined {
    if (one.issue.state === 'draft' || one.issue.state === 'returned') return undefined;
    return {
      say: say(one, 'bulletin-settled', { state: one.issue.state, by: one.issue.approvedBy ?? '' }),
      because: { bulletin: one.issue.id },
    };
  }

  return { draftText, say, cause, settled };
}
