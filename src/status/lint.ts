import type { Finding } from '../intents/index.js';
import { askable, type DutyDefinition } from '../duty/index.js';
import { createHouseholdIndex } from '../roster/index.js';
import { readQuestion, type Reading } from './read.js';
import type { StatusLoaded } from './load.js';

/** The examples play in this county. */
const PLACES = [
  ['云溪镇', '石桥村'],
  ['云溪镇', '柳湾村'],
  ['双丰镇', '梅坪村'],
] as const;

/** Runs the examples of all questions: each must be read as the question it belongs to, with its place and days. */
export function lintStatus(loaded: StatusLoaded): Finding[] {
  const { definitions } = loaded;
  if (!definitions) return [];
  const register = createHouseholdIndex(
    PLACES.map(([town, village], i) => ({
      code: `X${i}`, town, village, group: '一组', householder: `甲${i}`, aliases: [], category: '脱贫户', monitorKind: '', population: 1, helper: '',
    })), // prettier-ignore
    'examples',
  );
  const access = { all: true, towns: new Set<string>(), villages: new Set<string>(), helper: '' };
  const findings: Finding[] = [];
  for (const thing of [...definitions.metrics.values(), ...definitions.overviews, ...definitions.lookups]) {
    thing.examples.forEach((example, i) => {
      const reading = readQuestion(example.text, { definitions, register, access, now: `${example.at}:00` });
      const wanted = 'metrics' in thing ? thing.metrics : 'show' in thing ? [] : [thing.id];
      const message = fault(reading, {
        ...example,
        metrics: [...wanted, ...example.with],
        lookup: 'show' in thing ? thing.id : undefined,
      });
      if (message !== '')
        findings.push({ ...loaded.place(`${thing.id}/${i}`), message: `"${example.text}": ${message}` });
    });
  }
  for (const decline of definitions.declines)
    decline.examples.forEach((example, i) => {
      const reading = readQuestion(example.text, { definitions, register, access, now: `${example.at}:00` });
      if (reading.type !== 'declined' || reading.template !== decline.template)
        findings.push({
          ...loaded.place(`${decline.id}/${i}`),
          message: `"${example.text}": is not declined as ${decline.id}`,
        });
    });
  return findings;
}

/** Numbers of reports need a duty of which it can be asked who has reported, and a period that it is due by. */
export function lintReports(loaded: StatusLoaded, duties: readonly DutyDefinition[]): Finding[] {
  return [...(loaded.definitions?.metrics.values() ?? [])].flatMap((metric) => {
    const { of: source, period, id } = metric;
    if (!('duty' in source)) return [];
    const duty = duties.find((one) => one.id === source.duty);
    const wrong =
      duty === undefined
        ? `there is no duty "${source.duty}"`
        : !askable(duty)
          ? `the duty ${source.duty} is not due from units by the calendar, proven by records alone`
          : period === 'none'
            ? 'reports are asked about of a period'
            : '';
    return wrong === '' ? [] : [{ ...loaded.place(id), message: `${id}: ${wrong}` }];
  });
}

interface Wanted {
  metrics: string[];
  lookup: string | undefined;
  place?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  by?: string | undefined;
  list?: boolean | undefined;
  name?: string | undefined;
}

function fault(reading: Reading, wanted: Wanted): string {
  if (reading.type !== 'asked')
    return reading.type === 'which-metric'
      ? `fits ${reading.titles.join(' and ')} alike`
      : reading.type === 'unread' && reading.words.length > 0
        ? `nothing says what ${reading.words.join(', ')} narrows: a word of \`ask\` or \`says\`, or a filler of words.yaml`
        : 'is not understood';
  const { asked } = reading;
  const got: Record<string, unknown> = {
    metrics: [...asked.metrics].sort().join(),
    lookup: asked.lookup,
    place: asked.place.title,
    from: asked.period?.from,
    to: asked.period?.to,
    by: asked.by,
    list: asked.list,
    name: asked.name,
  };
  const expected: Record<string, unknown> = {
    ...wanted,
    metrics: [...new Set(wanted.metrics)].sort().join(),
  };
  for (const [key, value] of Object.entries(got)) {
    const said = expected[key];
    if (said !== undefined && said !== value)
      return `${key} is ${String(value)}, not ${JSON.stringify(said)}`;
  }
  return '';
}
