import { readFileSync } from 'node:fs';
import path from 'node:path';
import { zh, type ParsedComponents } from 'chrono-node';
import { fromLocal } from '../../src/core/time.js';
import { packageRoot } from '../../src/files/package-root.js';
import { readDate, type Lean } from '../../src/understand/values/index.js';
import { percent, times, whole } from '../numbers.js';
import type { Row } from '../table.js';

interface Case {
  text: string;
  sentAt: string;
  lean?: Lean;
  value: string | null;
}

const GOAL = 2;

/**
 * Short spans as they stand in messages ("上周五", "3月底前", a name that looks like a weekday), with the day that is meant,
 * or none. The peer is chrono-node's Chinese parser with the same time of sending; its first result counts, and saying
 * nothing is right where there is no date. The cases are our own tests': we are at home there, the peer is not.
 */
export async function dates(): Promise<Row[]> {
  const file = path.join(packageRoot(), 'test/understand/values/dates.cases.jsonl');
  const cases = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Case);
  const right = (read: (one: Case) => string | null) =>
    cases.filter((one) => read(one) === one.value).length / cases.length;
  const ours = right(
    ({ text, sentAt, lean }) => readDate(text, { sentAt }, lean === undefined ? {} : { lean })?.value ?? null,
  );
  const peer = right(theirs);
  return [
    {
      what: 'dates read rightly',
      figure: percent(ours),
      beside: `${percent(peer)} chrono-node zh`,
      ratio: times(ours / peer),
      goal: `> ${GOAL} × the peer`,
      met: ours > GOAL * peer,
      note: `${whole(cases.length)} cases`,
    },
  ];
}

function theirs({ text, sentAt, lean }: Case): string | null {
  const [first] = zh.parse(
    text,
    { instant: fromLocal(`${sentAt}:00`), timezone: 480 },
    { forwardDate: lean === 'future' },
  );
  return first ? day(first.start) : null;
}

function day(parsed: ParsedComponents): string {
  const two = (value: number | null) => String(value).padStart(2, '0');
  return `${String(parsed.get('year'))}-${two(parsed.get('month'))}-${two(parsed.get('day'))}`;
}
