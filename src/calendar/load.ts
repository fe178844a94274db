import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readOne, type Finding, refuse } from '../intents/index.js';
import { createCalendar, type Calendar } from './calendar.js';
import { calendarSchema } from './schema.js';

/** Reads `calendar.yaml` of a definitions folder and tries it on its examples; mistakes are findings with their place. */
export function readCalendar(dir: string): { calendar?: Calendar; findings: Finding[] } {
  const findings: Finding[] = [];
  const file = join(dir, 'calendar.yaml');
  if (!existsSync(file)) {
    findings.push({
      file: 'calendar.yaml',
      line: 1,
      column: 1,
      message: 'is missing: working days and hours',
    });
    return { findings };
  }
  const read = readOne(file, dir, calendarSchema, findings);
  if (!read) return { findings };
  const calendar = createCalendar(read.value);
  read.value.examples.forEach((example, i) => {
    const working = calendar.isWorkday(example.day);
    const off = calendar.holidays(Number(example.day.slice(0, 4))).map((holiday) => holiday.name);
    if (working !== example.working)
      findings.push({
        ...read.at(['examples', i]),
        message: `${example.day} comes out as ${working ? 'a working day' : 'a day off'}`,
      });
    if (example.holiday !== undefined && !off.includes(example.holiday))
      findings.push({
        ...read.at(['examples', i]),
        message: `the year of ${example.day} has no ${example.holiday}: ${off.join(', ')}`,
      });
  });
  return { calendar, findings };
}

/** Like `readCalendar`, but throws an AppError that lists every mistake as file:line:column. */
export function loadCalendar(dir: string): Calendar {
  const { calendar, findings } = readCalendar(dir);
  refuse(findings);
  return calendar!; // absent only with a finding
}
