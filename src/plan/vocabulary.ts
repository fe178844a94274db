import type { PlanWords, Role } from './words.js';

/** The words, compiled once for reading. */
export interface Vocabulary {
  words: PlanWords;
  labels: ReadonlyMap<string, Role>;
  /** A label at the start of a line, after punctuation or in brackets, with its colon; group 1 is the label. */
  label: RegExp;
  unitEnd: RegExp;
  unitPatterns: readonly RegExp[];
  groups: ReadonlySet<string>;
  tail: RegExp;
  leads: RegExp;
  several: RegExp;
  supports: RegExp;
  holder: RegExp;
  aside: RegExp;
  goal: RegExp;
  stage: RegExp | undefined;
  task: RegExp;
  named: RegExp;
  document: RegExp;
  soft: RegExp;
  tentative: RegExp;
  past: RegExp;
  done: RegExp;
  longTerm: RegExp;
  immediate: RegExp;
  complete: RegExp;
  cadences: readonly { cadence: PlanWords['cadences'][number]['cadence']; pattern: RegExp }[];
  deed: RegExp;
  notDuty: RegExp;
  post: RegExp;
  /** 副县长某某负责: group 1 is the name. */
  personLeads: RegExp;
  /** What stands between a post and 牵头 and is no name: 副县长负责牵头, 县长任组长. */
  notName: RegExp;
  /** Words about the end of a thing, not a step of it. */
  finished: RegExp;
  /** Words about its beginning. */
  begins: RegExp;
  /** A cell that says what the one above it says. */
  ditto: RegExp;
}

/** Longest first, so that 责任单位及配合单位 is not read as 责任单位. */
export function anyOf(words: readonly string[]): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
}

const all = (patterns: readonly string[]): RegExp => new RegExp(patterns.join('|'), 'u');

export function compileWords(words: PlanWords): Vocabulary {
  const labels = new Map<string, Role>();
  for (const [role, list] of Object.entries(words.labels))
    for (const word of list) labels.set(word, role as Role);
  const spaced = [...labels.keys()].sort((a, b) => b.length - a.length).map((word) => [...word].join(' ?'));
  const { units, headings, deadlines } = words;
  return {
    words,
    labels,
    label: new RegExp(
      `(?<=^|[\\s。;,、(.|:\\d])[【\\[]?(${spaced.join('|')})(?:[】\\]] ?:?|\\([^()]{1,8}\\) ?:| ?:)`,
      'gu',
    ),
    unitEnd: new RegExp(`(?:${anyOf(units.ends)})(?:\\([^()]*\\))?$`, 'u'),
    unitPatterns: units.patterns.map((source) => new RegExp(source, 'u')),
    groups: new Set(units.groups),
    tail: new RegExp(`(?:${anyOf(units.tail)})$`, 'u'),
    leads: new RegExp(`(?:${anyOf([...units.several, ...units.leads])})(?!部门|单位|领导|作用|人)`, 'u'),
    several: new RegExp(anyOf(units.several), 'u'),
    supports: new RegExp(anyOf(units.supports), 'u'),
    holder: all(headings.holders),
    aside: all(headings.asides),
    goal: all(headings.goals),
    stage: headings.stages === undefined ? undefined : new RegExp(headings.stages, 'u'),
    task: new RegExp(`(?:${anyOf(headings.tasks)})$`, 'u'),
    named: new RegExp(
      `^(?:${anyOf(headings.named)}) ?([一二三四五六七八九十百]{1,4}|\\d{1,3}) ?[:、.,。 ] ?`,
      'u',
    ),
    document: new RegExp(`(?:${anyOf(words.documents)})(?:\\([^()]{1,20}\\))?$`, 'u'),
    soft: new RegExp(anyOf(deadlines.soft), 'u'),
    tentative: new RegExp(anyOf(deadlines.tentative), 'u'),
    past: new RegExp(`(?:${anyOf(deadlines.past)})$`, 'u'),
    done: new RegExp(anyOf(deadlines.done), 'u'),
    longTerm: new RegExp(anyOf(deadlines.longTerm), 'u'),
    immediate: new RegExp(anyOf(deadlines.immediate), 'u'),
    complete: new RegExp(anyOf(deadlines.complete), 'u'),
    cadences: words.cadences.map(({ cadence, patterns }) => ({ cadence, pattern: all(patterns) })),
    deed: new RegExp(anyOf(words.duties.deeds), 'u'),
    notDuty: all(words.duties.not),
    personLeads: new RegExp(
      `(?:${anyOf(words.posts)}) ?([\\u4e00-\\u9fff]{2,3}?)(?:同志)?(?:${anyOf(words.leading)})`,
      'u',
    ),
    notName: new RegExp(`${anyOf([...words.posts, ...words.leading])}|^[任为亲总直具分各等]`, 'u'),
    begins: new RegExp(anyOf(deadlines.begins), 'u'),
    finished: new RegExp(anyOf(deadlines.finished), 'u'),
    ditto: new RegExp(`^(?:${anyOf(words.ditto)})(?=$|[、,;\\n])`, 'u'),
    post: new RegExp(`(?:${anyOf(words.posts)})$`, 'u'),
  };
}
