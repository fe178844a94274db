import type { BulletinSection, Figure } from '../core/bulletin.js';
import { toLocal } from '../core/time.js';
import { nearestNames } from '../status/index.js';
import { standingOf, type Case, type HandlerDeps, type Handler, type Voice } from './case.js';

/** Asking about an issue: where it has arrived, where a figure comes from. */
export function enquiring(deps: HandlerDeps, voice: Voice): Record<'progress' | 'trace', Handler> {
  const { render } = deps;
  const { say, cause } = voice;

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

  return {
    async progress(one) {
      const rows = await one.ledger.deliveries(one.issue.id);
      const of = (...states: string[]) =>
        rows.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row.count, 0);
      return {
        say: say(one, 'bulletin-progress', {
          ...standingOf(one),
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
      if (!found || others.length > 0 || !means(one.command.rest, found.section, found.figure))
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
}

const AROUND = /[的是有个户条项率数]|多少|占比|比例/gu;

/** Whether the words say this figure and no more: 危改完工率 is not the 完工 of all projects. */
function means(words: string, section: BulletinSection, { title, baseTitle }: Figure): boolean {
  if (title.includes(words)) return true;
  const rest = [title, section.title, baseTitle].reduce(
    (text, name) => (name ? text.replace(name, '') : text),
    words,
  );
  return rest !== words && rest.replace(AROUND, '').trim() === '';
}
