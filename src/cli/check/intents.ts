import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { lintDefinitions, readDefinitions, type UnderstandExample } from '../../intents/index.js';
import { readText } from '../../files/yaml.js';
import { columnFindings } from '../../roster/columns.js';
import { createHouseholdIndex } from '../../roster/index.js';
import { compile, understand } from '../../understand/index.js';
import { AREAS } from './areas.js';
import { readBurdenGuard, type BurdenGuard } from './burden.js';
import { checkDuties } from './duties.js';
import { filesOf } from './files.js';
import { finding, shown, type CheckFinding } from './finding.js';
import { checkPlanWords } from './plan.js';

/** What the guard looks at in a form; `intents` holds it to its whole shape. */
const formSchema = z.looseObject({
  ask: z.record(z.string(), z.string()).default({}),
  hints: z.array(z.looseObject({ says: z.string() })).default([]),
  fields: z
    .record(
      z.string(),
      z.looseObject({ labels: z.array(z.string()).default([]), expected: z.boolean().default(false) }),
    )
    .default({}),
});

/** The guard as the definitions have it; its own mistakes are findings. Absent where there is no such file. */
export function loadGuard(dir: string): { guard?: BurdenGuard; findings: CheckFinding[] } {
  const file = filesOf(dir, 'burden.yaml')[0];
  return file === undefined ? { findings: [] } : readBurdenGuard(shown(file), readFileSync(file, 'utf8'));
}

/** Shapes, references and examples (by `intents`), and the burden guard on what the forms ask. */
export function checkIntents(
  dir: string,
  guard: BurdenGuard | undefined,
): { files: number; findings: CheckFinding[] } {
  const files = filesOf(dir, '.yaml', '.yml');
  const here = (f: { file: string; line: number; column: number }) => ({
    ...f,
    file: shown(path.resolve(dir, f.file)),
  });
  const { definitions, findings: wrong } = readDefinitions(dir);
  const findings = wrong.map((f) => finding(here(f), 'definition', f.message));
  // Examples are run on what understanding really gets: on sound definitions only.
  if (findings.length === 0) {
    const compiled = compile(definitions);
    const run: UnderstandExample = (input, roster) =>
      understand(input, {
        definitions: compiled,
        households: createHouseholdIndex(roster),
        botNames: ['小助手'],
      });
    findings.push(...lintDefinitions(definitions, run).map((f) => finding(here(f), 'definition', f.message)));
  }
  for (const { code, check } of AREAS)
    findings.push(...check(dir).map((f) => finding(here(f), code, f.message)));
  findings.push(
    ...checkDuties(
      dir,
      definitions.kinds.map((kind) => kind.id),
      guard,
    ),
  );
  if (guard !== undefined) {
    const forms = files.filter((file) => path.basename(path.dirname(file)) === 'kinds');
    findings.push(...forms.flatMap((file) => burdens(shown(file), readFileSync(file, 'utf8'), guard)));
  }
  return {
    files: files.length,
    findings: [
      ...findings,
      ...columns(path.join(dir, 'roster.yaml'), files),
      ...checkPlanWords(path.join(dir, 'plan.yaml'), files),
    ],
  };
}

/** The column heads of register files, where the folder has its own. */
function columns(file: string, files: string[]): CheckFinding[] {
  if (!files.includes(file)) return [];
  const findings = columnFindings(shown(file), readFileSync(file, 'utf8'));
  return findings.map((f) => finding(f, 'roster-columns', f.message));
}

function burdens(file: string, text: string, guard: BurdenGuard): CheckFinding[] {
  const read = readText(file, text, formSchema, []);
  if (read === undefined) return []; // said already
  const asks = Object.entries(read.value.ask).flatMap(([name, question]) =>
    guard.texts({ text: question, at: () => read.at(['ask', name]) }),
  );
  const hints = read.value.hints.flatMap(({ says }, i) =>
    guard.texts({ text: says, at: () => read.at(['hints', i, 'says']) }),
  );
  const fields = Object.entries(read.value.fields)
    .filter(([, field]) => field.expected)
    .flatMap(([name, field]) => {
      return guard.fields({ name, labels: field.labels, place: read.at(['fields', name, 'expected']) });
    });
  return [...asks, ...hints, ...fields];
}
