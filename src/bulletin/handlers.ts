import type {
  BulletinDecision,
  BulletinLedger,
  BulletinMessage,
  BulletinSection,
  Figure,
  Issue,
} from '../core/bulletin.js';
import type { HouseholdIndex, Person } from '../core/household.js';
import { toLocal } from '../core/time.js';
import { nearestNames, type Metric } from '../status/index.js';
import type { Command } from './commands.js';
import { digestOf } from './digest.js';
import type { BulletinDefinition } from './schema.js';
import { groupText, remarks } from './view.js';
import { keepFiles } from './outputs.js';
import { objections, objectionText } from './words.js';

/** The issue that is meant. */
export interface Meant {
  issue: Issue;
  number: number;
  definition: BulletinDefinition;
}

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

type Handler = (one: Case) => Promise<BulletinDecision> | BulletinDecision;

/** What each command leads to. Decides only; nothing is written. */
export function createHandlers(deps: HandlerDeps): Record<Command['name'], Handler> {
  const { render } = deps;

  const draftText = ({ definition, number }: Meant, issue: Issue): string =>
    render('bulletin-draft', {
      series: definition.series,
      text: groupText(definition, issue, number, render),
      remarks: remarks(issue, render),
      number,
      revision: issue.revision,
    });

  const say = (one: Case, template: string, data: object): string =>
    render(template, { series: one.definition.series, number: one.number, ...data });

  const cause = (one: Case, issue = one.issue): object => ({
    bulletin: issue.id,
    revision: issue.revision,
    contact: one.message.contactId,
  });

  function stale(one: Case): BulletinDecision | undefined {
    if (one.issue.state === 'draft' || one.issue.state === 'returned') return undefined;
    return {
      say: say(one, 'bulletin-settled', { state: one.issue.state, by: one.issue.approvedBy ?? '' }),
      because: { bulletin: one.issue.id },
    };
  }

  /** A new revision with these changes, shown at once. */
  function revised(one: Case, set: Partial<Pick<Issue, 'words' | 'held'>>): BulletinDecision {
    const issue: Issue = { ...one.issue, ...set, state: 'draft', revision: one.issue.revision + 1 };
    return {
      say: draftText(one, issue),
      because: cause(one, issue),
      change: { issueId: issue.id, set: { ...set, state: 'draft', revision: issue.revision } },
      audit: {
        actor: one.person.name,
        action: 'bulletin.edit',
        detail: { bulletin: issue.id, revision: issue.revision },
      },
    };
  }

  function sectionNamed(one: Case, written: string): BulletinSection | undefined {
    const [found, ...others] = nearestNames(written, one.issue.figures.sections, (section) => section.title);
    return others.length === 0
      ? found
      : one.issue.figures.sections.find((section) => section.title === written);
  }

  const noSection = (one: Case): BulletinDecision => ({
    say: render('bulletin-no-section', {
      titles: one.issue.figures.sections.map((section) => section.title),
    }),
    because: { bulletin: one.issue.id },
  });

  const handlers: Record<Command['name'], Handler> = {
    show: (one) => ({ say: draftText(one, one.issue), because: cause(one) }),

    async approve(one) {
      const settled = stale(one);
      if (settled) return settled;
      if (one.issue.state === 'returned')
        return { say: say(one, 'bulletin-returned', {}), because: cause(one) };
      // What was approved is what was read: an edit in between has to be seen first.
      const read = one.message.seen ?? (await one.ledger.shownTo(one.message.contactId, one.issue.id));
      if (read !== one.issue.revision)
        return {
          say: `${say(one, 'bulletin-changed', { revision: one.issue.revision })}\n${draftText(one, one.issue)}`,
          because: cause(one),
        };
      const last = Math.max(
        0,
        ...one.issues
          .filter((i) => i.kind === one.issue.kind && i.year === one.issue.year)
          .map((i) => i.number),
      );
      if (one.number !== last + 1)
        return { say: say(one, 'bulletin-order', { number: last + 1 }), because: cause(one) };
      const digest = digestOf(one.issue);
      const { shown, filed } = await keepFiles(one.definition, one.issue, one.number, render, one.ledger);
      const rooms = one.definition.audience ? await one.ledger.rooms(one.definition.audience.rooms) : [];
      return {
        say: say(one, 'bulletin-approved', {
          title: one.definition.title,
          rooms: rooms.length,
          by: one.person.name,
        }),
        files: filed,
        because: cause(one),
        change: {
          issueId: one.issue.id,
          set: {
            state: 'approved',
            number: one.number,
            digest,
            approvedBy: one.person.name,
            approvedAt: one.message.now,
          },
        },
        broadcast: {
          key: `bulletin:${one.issue.id}`,
          text: groupText(one.definition, one.issue, one.number, render),
          rooms: rooms.map((room) => room.id),
          issueId: one.issue.id,
          withdraw: false,
          files: shown,
        },
        audit: {
          actor: one.person.name,
          action: 'bulletin.approve',
          detail: { bulletin: one.issue.id, number: one.number, digest },
        },
      };
    },

    return(one) {
      return (
        stale(one) ?? {
          say: say(one, 'bulletin-back', {}),
          because: cause(one),
          change: { issueId: one.issue.id, set: { state: 'returned' } },
          audit: {
            actor: one.person.name,
            action: 'bulletin.return',
            detail: { bulletin: one.issue.id, reason: one.command.rest },
          },
        }
      );
    },

    edit(one) {
      const settled = stale(one);
      if (settled) return settled;
      const [, title = '', text = ''] = /^([^:：]{1,20})[:：]\s?([\s\S]+)$/.exec(one.command.rest) ?? [];
      const section = sectionNamed(one, title.trim());
      if (!section) return noSection(one);
      const wrong = objections(text, one.issue, deps.register);
      if (wrong.length > 0)
        return {
          say: render('bulletin-objections', { objections: wrong.map(objectionText) }),
          because: cause(one),
        };
      return revised(one, { words: { ...one.issue.words, [section.id]: text } });
    },

    hold(one) {
      const section = sectionNamed(one, one.command.rest);
      return (
        stale(one) ??
        (section ? revised(one, { held: [...new Set([...one.issue.held, section.id])] }) : noSection(one))
      );
    },

    restore(one) {
      const section = sectionNamed(one, one.command.rest);
      return (
        stale(one) ??
        (section ? revised(one, { held: one.issue.held.filter((id) => id !== section.id) }) : noSection(one))
      );
    },

    async withdraw(one) {
      if (one.issue.state !== 'approved')
        return { say: say(one, 'bulletin-not-out', {}), because: cause(one) };
      if (one.command.rest === '') return { say: say(one, 'bulletin-why', {}), because: cause(one) };
      const reached = (await one.ledger.deliveries(one.issue.id)).filter((row) =>
        ['sent', 'sending', 'unknown'].includes(row.state),
      );
      return {
        say: say(one, 'bulletin-withdrawn', { rooms: reached.reduce((sum, row) => sum + row.count, 0) }),
        because: cause(one),
        change: { issueId: one.issue.id, set: { state: 'withdrawn' } },
        broadcast: {
          key: `bulletin-withdrawn:${one.issue.id}`,
          text: say(one, 'bulletin-withdrawal', { title: one.definition.title, reason: one.command.rest }),
          rooms: reached.flatMap((row) => row.conversations),
          issueId: one.issue.id,
          withdraw: true,
        },
        audit: {
          actor: one.person.name,
          action: 'bulletin.withdraw',
          detail: { bulletin: one.issue.id, reason: one.command.rest },
        },
      };
    },

    async progress(one) {
      const rows = await one.ledger.deliveries(one.issue.id);
      const of = (...states: string[]) =>
        rows.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row.count, 0);
      return {
        say: say(one, 'bulletin-progress', {
          sent: of('sent'),
          waiting: of('queued', 'sending'),
          unknown: of('unknown'),
          failed: of('failed', 'dropped'),
        }),
        because: cause(one),
      };
    },

    trace(one) {
      const all = one.issue.figures.sections.flatMap((section) =>
        section.figures.map((figure) => ({ section, figure })),
      );
      const [found, ...others] = nearestNames(one.command.rest, all, ({ figure }) => figure.title);
      if (!found || others.length > 0)
        return {
          say: render('bulletin-trace-which', { titles: all.map(({ figure }) => figure.title) }),
          because: cause(one),
        };
      return {
        say: traced(one, found.section, found.figure),
        because: { ...cause(one), figure: found.figure.id },
      };
    },
  };

  function traced(one: Case, section: BulletinSection, figure: Figure): string {
    const metric = deps.metrics.get(figure.id);
    return say(one, 'bulletin-trace', {
      section: section.title,
      figure: { ...figure, value: figure.value ?? '', base: figure.base ?? '', before: figure.before ?? '' },
      source: metric?.source ?? '',
      from: one.issue.from,
      to: one.issue.to,
      cutOff: toLocal(one.issue.cutOff).slice(0, 16),
    });
  }

  return handlers;
}
