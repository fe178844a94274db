import type { PlanWarning } from '../draft.js';
import type { FoundAction } from '../actions.js';
import type { FoundProblem } from '../problems.js';
import type { Vocabulary } from '../vocabulary.js';
import type { Check } from './found.js';

/** A unit that leads in a field which, by the words, is another's: worth asking whether it was copied from elsewhere. */
export const suspectUnits: Check = ({ actions, vocabulary }) => {
  const warnings: PlanWarning[] = [];
  for (const { action, place } of actions) {
    const lead = action.leadUnit;
    if (lead === undefined) continue;
    const own = vocabulary.words.topics.filter(
      ({ words, units }) => units.length > 0 && words.some((w) => action.title.includes(w)),
    );
    const known = vocabulary.words.topics.flatMap(({ units }) => units);
    if (own.length === 0 || own.some(({ units }) => units.some((u) => lead.includes(u)))) continue;
    if (!known.some((unit) => lead.includes(unit))) continue;
    const other = actions.find(
      (a) =>
        a.action !== action &&
        a.action.leadUnit === lead &&
        a.action.leader === action.leader &&
        fits(a, lead, vocabulary),
    );
    if (!other) continue;
    warnings.push({
      code: 'suspect-unit',
      detail: `${action.title}的责任单位写“${lead}”，与“${other.action.title}”相同，疑为误填，请核对`,
      at: [place, other.place],
    });
  }
  return warnings;
};

function fits({ action }: FoundAction, lead: string, vocabulary: Vocabulary): boolean {
  return vocabulary.words.topics.some(
    ({ words, units }) => words.some((w) => action.title.includes(w)) && units.some((u) => lead.includes(u)),
  );
}

/** A post where a name should be: who it is must be told, by the roster or by a person. */
export const postsForNames: Check = ({ actions, problems, vocabulary }) =>
  people(actions, problems).flatMap(({ role, name, place }) =>
    isPost(name, vocabulary)
      ? [{ code: 'post-not-name', detail: `${role}写的是职务“${name}”，没有姓名`, at: [place] }]
      : [],
  );

function isPost(name: string, vocabulary: Vocabulary): boolean {
  const last = name.split(/[ 、，,]/u).at(-1)!;
  return (
    vocabulary.post.test(last) &&
    (last.length > 4 || vocabulary.words.posts.includes(last) || /^分管|^各|^联系/u.test(last))
  );
}

function people(
  actions: readonly FoundAction[],
  problems: readonly FoundProblem[],
): { role: string; name: string; place: string }[] {
  return [
    ...actions.flatMap(({ action, place }) =>
      action.leader === undefined ? [] : [{ role: '责任领导', name: action.leader, place }],
    ),
    ...problems.flatMap(({ problem, place }) => [
      ...(problem.leader === undefined ? [] : [{ role: '责任领导', name: problem.leader, place }]),
      ...(problem.owner === undefined ? [] : [{ role: '责任人', name: problem.owner, place }]),
    ]),
  ];
}

/** Several units that lead together: who answers must be said by a person. */
export const severalLeads: Check = ({ actions }) =>
  actions.flatMap(({ action, place, several }) =>
    several
      ? [
          {
            code: 'several-leads',
            detail: `“${action.title}”由${several.join('、')}分别牵头，暂记首位，请确认分工`,
            at: [place],
          },
        ]
      : [],
  );

/** Labels that were not written as they should be, and read all the same. */
export const labelSlips: Check = ({ actions, problems }) =>
  [...actions, ...problems].flatMap(({ slips, place }) =>
    slips.map((slip) => ({
      code: 'label-slip',
      detail: `“${slip}：”疑为标签误写，已按相近的标签读取`,
      at: [place],
    })),
  );

/** What a person has to add. One warning for each kind, with every place. */
export const missing: Check = ({ actions, problems }) => {
  const list = (code: string, what: string, places: string[]): PlanWarning[] =>
    places.length === 0 ? [] : [{ code, detail: `${what}：${places.join('、')}`, at: places }];
  const named = ({ action, place }: FoundAction): string => `${place}${action.title}`;
  const bare = actions.filter(({ action }) => action.units.length === 0);
  const undated = actions.filter(({ action }) => action.milestones.length === 0 && !action.longTerm);
  return [
    ...list('no-unit', '没有写责任单位', bare.map(named)),
    ...list('no-deadline', '没有写期限', undated.map(named)),
    ...list(
      'no-leader',
      '没有写责任领导',
      problems.filter(({ problem }) => problem.leader === undefined).map((p) => p.place),
    ),
    ...list(
      'no-owner',
      '没有写责任人',
      problems
        .filter(({ problem }) => problem.owner === undefined && problem.units.length === 0)
        .map((p) => p.place),
    ),
    ...list(
      'no-deadline',
      '没有写整改时限',
      problems
        .filter(({ problem }) => problem.milestones.length === 0 && !problem.longTerm && !problem.immediate)
        .map((p) => p.place),
    ),
  ];
};
