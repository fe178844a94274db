import type { Handler, HandlerDeps, Voice } from './case.js';
import { editing } from './edit.js';
import { sectionsOf } from './view.js';

/** What ends the name of an office. */
const UNIT = /[\u4e00-\u9fff]{2,}(?:局|办|办公室|委|委员会|部|中心|政府|院|联合会|站|所|银行|公司|学校)$/u;

/**
 * "表扬用语 第3期 入户走访：石桥村、县水利局": the wording that a person chose is put behind the words of that section, for the
 * towns, villages and units that this person names. The bot chooses neither, and never names people.
 */
export function phrasing(deps: HandlerDeps, voice: Voice): Record<'phrase', Handler> {
  const { register, render } = deps;
  const { edit } = editing(deps, voice);
  const known = (name: string): boolean =>
    register.town(name) !== undefined || register.village(name) !== undefined || UNIT.test(name);
  return {
    phrase(one) {
      const { phrase, rest } = one.command;
      const [, title = '', list = ''] = /^([^:：]{1,20})[:：]\s?([\s\S]+)$/.exec(rest) ?? [];
      const names = list.split(/[、，,；;\s]+/u).filter((name) => name !== '');
      const refused = (data: object) => ({
        say: render('bulletin-phrase', { reason: 'nobody', names: [], word: phrase!.word, ...data }),
        because: voice.cause(one),
      });
      if (names.length === 0) return refused({});
      const strangers = names.filter((name) => !known(name));
      if (strangers.length > 0) return refused({ reason: 'not-unit', names: strangers });
      const section = sectionsOf(one.issue, render).find((it) => it.title === title.trim());
      const before =
        section === undefined || section.text === '' ? '' : `${section.text.replace(/。?\s*$/u, '')}。`;
      const said = phrase!.says.replaceAll('{who}', names.join('、'));
      return edit({ ...one, command: { ...one.command, rest: `${title.trim()}：${before}${said}` } });
    },
  };
}
