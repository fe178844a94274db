import type {
  BulletinDecision,
  BulletinLedger,
  BulletinMessage,
  BulletinOrder,
  Issue,
} from '../core/bulletin.js';
import type { HouseholdIndex, Person } from '../core/household.js';
import type { Metric } from '../status/index.js';
import {
  approvesUnnamed,
  asksHow,
  issueIn,
  readCommand,
  undecided,
  type BulletinCommands,
  type Command,
} from './commands.js';
import { standingOf, type Meant } from './case.js';
import { createHandlers } from './handlers.js';
import type { BulletinDefinition } from './schema.js';
import { closingOf } from './term.js';

export interface BulletinDeskDeps {
  definitions: readonly BulletinDefinition[];
  metrics: ReadonlyMap<string, Metric>;
  commands: BulletinCommands;
  register: HouseholdIndex;
  render(template: string, data: object): string;
}

/** Lets a clerk read, edit, approve, return and withdraw an issue in words. The bot itself approves nothing. */
export interface BulletinDesk {
  /** A cheap look at the words: whether they may be about an issue at all. */
  concerns(text: string): boolean;
  /** Undefined where the message is none of its business. */
  decide(
    message: BulletinMessage,
    person: Person | undefined,
    ledger: BulletinLedger,
  ): Promise<BulletinDecision | undefined>;
  /** The same for an order from the page; undefined where there is no such issue. Nobody may do there what they may not in words. */
  carryOut(
    order: BulletinOrder,
    person: Person,
    ledger: BulletinLedger,
  ): Promise<BulletinDecision | undefined>;
}

const ISSUE = /第\s?[\d０-９一二三四五六七八九十]{1,3}\s?期/u;

/** The number an open issue would get: those of the same kind and year are numbered in their order, without gaps. */
export function numberOf(issue: Issue, issues: readonly Issue[]): number {
  if (issue.number > 0) return issue.number;
  const same = issues.filter((one) => one.kind === issue.kind && one.year === issue.year);
  const last = Math.max(0, ...same.map((one) => one.number));
  const open = same.filter((one) => one.number === 0).sort((a, b) => (a.from < b.from ? -1 : 1));
  return last + 1 + open.findIndex((one) => one.id === issue.id);
}

export function createBulletinDesk(deps: BulletinDeskDeps): BulletinDesk {
  const { render } = deps;
  const handlers = createHandlers(deps);
  const series = deps.definitions.map((one) => one.series).filter((one) => one !== '');

  async function decide(
    message: BulletinMessage,
    person: Person | undefined,
    ledger: BulletinLedger,
  ): Promise<BulletinDecision | undefined> {
    const command = readCommand(message.text, deps.commands, series);
    if (!command)
      return approvesUnnamed(message.text, deps.commands)
        ? whichOne(person, ledger)
        : asksHow(message.text, deps.commands)
          ? how(person)
          : notDecided(message, person, ledger);
    const issues = await ledger.issues();
    const meant = whichIssue(command, issues);
    if (meant.length === 0)
      return {
        say: render('bulletin-none', { series: command.series, number: command.number }),
        because: {},
      };
    if (meant.length > 1)
      return {
        say: render('bulletin-which', {
          number: command.number,
          titles: meant.map((m) => m.definition.title),
        }),
        because: {},
      };
    const [one] = meant as [Meant];
    if (!person || !mayDecide(person, one.definition))
      return declined(one, person?.name ?? message.contactId, command.name);
    return handlers[command.name]({ ...one, command, message, person, ledger, issues });
  }

  /** An approval that names no issue: those that wait for this person, by their numbers. */
  async function whichOne(
    person: Person | undefined,
    ledger: BulletinLedger,
  ): Promise<BulletinDecision | undefined> {
    const mine = deps.definitions.filter((one) => person && mayDecide(person, one));
    if (mine.length === 0) return undefined;
    const issues = await ledger.issues();
    const waiting = issues.flatMap((issue) => {
      const definition = issue.state === 'draft' ? mine.find((one) => one.id === issue.kind) : undefined;
      if (!definition) return [];
      return [{ series: definition.series, number: numberOf(issue, issues), title: definition.title }];
    });
    return { say: render('bulletin-unnamed', { waiting }), because: {} };
  }

  /** Whoever may decide hears that what they said decided nothing, and what would. */
  async function notDecided(
    message: BulletinMessage,
    person: Person | undefined,
    ledger: BulletinLedger,
  ): Promise<BulletinDecision | undefined> {
    const about = undecided(message.text, deps.commands) ? issueIn(message.text, series) : undefined;
    const [one, ...others] = about ? whichIssue(about, await ledger.issues()) : [];
    if (!one || others.length > 0 || !person || !mayDecide(person, one.definition)) return undefined;
    return { say: render('bulletin-undecided', standingOf(one)), because: { bulletin: one.issue.id } };
  }

  /** How bulletins come about: which there are, when they close, who approves. */
  function how(person: Person | undefined): BulletinDecision | undefined {
    if (!person) return undefined;
    const kinds = deps.definitions.map((one) => ({
      title: one.title,
      series: one.series,
      closes: closingOf(one),
      published: one.audience !== undefined,
    }));
    const decides = deps.definitions.some((one) => mayDecide(person, one));
    return { say: render('bulletin-how', { kinds, decides }), because: {} };
  }

  function declined(one: Meant, actor: string, command: string): BulletinDecision {
    return {
      say: render('bulletin-not-yours', { title: one.definition.title }),
      because: { bulletin: one.issue.id },
      audit: { actor, action: 'bulletin.declined', detail: { bulletin: one.issue.id, command } },
    };
  }

  async function carryOut(
    order: BulletinOrder,
    person: Person,
    ledger: BulletinLedger,
  ): Promise<BulletinDecision | undefined> {
    const issues = await ledger.issues();
    const issue = issues.find((one) => one.id === order.issueId);
    const definition = issue && deps.definitions.find((one) => one.id === issue.kind);
    if (!issue || !definition) return undefined;
    const number = numberOf(issue, issues);
    const one = { issue, number, definition };
    if (!mayDecide(person, definition)) return declined(one, person.name, order.name);
    const { name, rest, contactId, now, revision } = order;
    // Somebody changed it meanwhile: what is decided is what was read.
    if (revision !== issue.revision)
      return {
        say: render('bulletin-changed', {
          series: definition.series,
          number,
          revision: issue.revision,
        }),
        because: { bulletin: issue.id },
      };
    const command: Command = { name, rest, number, series: definition.series };
    const message = { messageId: '', contactId, text: '', now, seen: revision };
    return handlers[name]({ ...one, command, message, person, ledger, issues });
  }

  function whichIssue(command: Pick<Command, 'series' | 'number'>, issues: readonly Issue[]): Meant[] {
    const open = issues.flatMap((issue): Meant[] => {
      const definition = deps.definitions.find((one) => one.id === issue.kind);
      const number = numberOf(issue, issues);
      return definition && number === command.number ? [{ issue, number, definition }] : [];
    });
    return open.filter(
      (one) =>
        one.definition.series === command.series &&
        !open.some((other) => other.issue.kind === one.issue.kind && other.issue.year > one.issue.year),
    );
  }

  const concerns = (text: string): boolean =>
    ISSUE.test(text) || approvesUnnamed(text, deps.commands) || asksHow(text, deps.commands);

  return { concerns, decide, carryOut };
}

/** Approvers are of the county: their own places are none, or they would approve what is not theirs. */
export function mayDecide(person: Person, definition: BulletinDefinition): boolean {
  return person.villages.length === 0 && definition.approvers.some((role) => role === person.role);
}
