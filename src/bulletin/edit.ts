import type { BulletinDecision, BulletinSection, Issue } from '../core/bulletin.js';
import { nearestNames } from '../status/index.js';
import type { Case, HandlerDeps, Handler, Voice } from './case.js';
import { objections, objectionText } from './words.js';

/** Reading and changing an issue before it is approved. Each change is a new revision. */
export function editing(
  deps: HandlerDeps,
  voice: Voice,
): Record<'show' | 'return' | 'edit' | 'hold' | 'restore', Handler> {
  const { render } = deps;
  const { draftText, say, cause, settled } = voice;

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

  return {
    show: (one) => ({ say: draftText(one, one.issue), because: cause(one) }),

    return(one) {
      return (
        settled(one) ?? {
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
      const over = settled(one);
      if (over) return over;
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
        settled(one) ??
        (section ? revised(one, { held: [...new Set([...one.issue.held, section.id])] }) : noSection(one))
      );
    },

    restore(one) {
      const section = sectionNamed(one, one.command.rest);
      return (
        settled(one) ??
        (section ? revised(one, { held: one.issue.held.filter((id) => id !== section.id) }) : noSection(one))
      );
    },
  };
}
