import type { BulletinDecision, BulletinSection, Issue } from '../core/bulletin.js';
import { nearestNames } from '../status/index.js';
import { standingOf, type Case, type HandlerDeps, type Handler, type Voice } from './case.js';
import { objections, objectionText } from './words.js';

/** A section and its new words: behind a colon, in quotation marks, or behind a blank. */
const NEW_WORDS = /^([^:：“\s]{1,20})(?:\s*[:：]\s?|(?=“)|\s+)([\s\S]+)$/u;
/** 把第3期里的项目建设这一节. */
const AROUND = /^(?:把|将|里面的|里的|中的|里|的)+|(?:这|那|这一|那一|一)?(?:节|部分|一块|块)$|[，,。]+$/gu;

const unquoted = (text: string): string => /^“([^“”]+)”[。.]?$/u.exec(text.trim())?.[1] ?? text;

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
    const named = written.replace(AROUND, '').trim();
    const [found, ...others] = nearestNames(named, one.issue.figures.sections, (section) => section.title);
    return others.length === 0
      ? found
      : one.issue.figures.sections.find((section) => section.title === named);
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
      const [, title = '', said = ''] = NEW_WORDS.exec(one.command.rest) ?? [];
      const section = sectionNamed(one, title);
      const text = unquoted(said);
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
      // "第3期先不发": nothing is published that nobody approves, and no section was meant.
      if (one.command.rest.replace(/[^\p{L}\p{N}]+|[了吧啊呢]/gu, '') === '')
        return { say: render('bulletin-undecided', standingOf(one)), because: cause(one) };
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
