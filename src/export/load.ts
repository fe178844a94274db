import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readOne, yamlFiles, type Finding, refuse } from '../intents/index.js';
import { cellsOf } from './cells.js';
import {
  exportSchema,
  exportWordsSchema,
  FIELDS,
  sourceKind,
  type ExportDefinition,
  type ExportWords,
  type Sources,
} from './schema.js';
import { readDraws } from './draw-load.js';
import type { DrawDefinition } from './draw-schema.js';
import type { OutlineDefinition } from './outline-schema.js';
import { readOutlines } from './outline-load.js';

/** What can be handed out: ledgers as tables, papers about a unit or a place. */
export interface Exports {
  definitions: ExportDefinition[];
  outlines: OutlineDefinition[];
  draws: DrawDefinition[];
  words?: ExportWords | undefined;
}

/** Reads `exports/*.yaml` below the folder of definitions, with everything wrong in them; examples are run. */
export function readExports(intentsDir: string, sources?: Sources): Exports & { findings: Finding[] } {
  const dir = join(intentsDir, 'exports');
  const findings: Finding[] = [];
  const outlines = readOutlines(intentsDir, findings, sources);
  const draws = readDraws(intentsDir, findings, sources);
  if (!existsSync(dir)) return { definitions: [], outlines, draws, findings };
  const definitions: ExportDefinition[] = [];
  const taken = new Map<string, string>();
  for (const path of yamlFiles(dir, findings)) {
    const read = readOne(path, intentsDir, exportSchema, findings);
    if (!read) continue;
    const { value: definition, at } = read;
    const wrong = (where: PropertyKey[], message: string) => findings.push({ ...at(where), message });
    if (definitions.some(({ id }) => id === definition.id))
      wrong(['id'], `the export "${definition.id}" is defined twice`);
    definitions.push(definition);
    definition.words.forEach((word, i) => {
      const other = taken.get(word);
      if (other !== undefined) wrong(['words', i], `"${word}" already names the export "${other}"`);
      taken.set(word, definition.id);
    });
    if (sources) checkSources(definition, sources, wrong);
    definition.examples.forEach(({ row, cells }, i) => {
      const found = JSON.stringify(cellsOf(definition, row));
      if (found !== JSON.stringify(cells))
        wrong(['examples', i], `expected ${JSON.stringify(cells)}, got ${found}`);
    });
  }
  const file = join(intentsDir, 'export.yaml');
  const words = existsSync(file) ? readOne(file, intentsDir, exportWordsSchema, findings)?.value : undefined;
  return { definitions, outlines, draws, words, findings };
}

function checkSources(
  definition: ExportDefinition,
  { kinds, ledgers }: Sources,
  wrong: (where: PropertyKey[], message: string) => void,
): void {
  const { from, columns } = definition;
  if ('records' in from && !kinds.has(from.records))
    wrong(
      ['from', 'records'],
      `there is no kind "${from.records}"; allowed: ${[...kinds.keys()].join(', ')}`,
    );
  if ('items' in from && !ledgers.has(from.items))
    wrong(
      ['from', 'items'],
      `there is no ledger "${from.items}"; allowed: ${[...ledgers.keys()].join(', ')}`,
    );
  const known: readonly string[] = FIELDS[sourceKind(definition)];
  const stated = 'records' in from ? kinds.get(from.records) : undefined;
  const states = 'items' in from ? (ledgers.get(from.items) ?? []) : [];
  columns.forEach(({ value, labels }, i) => {
    const bare = value.includes('state') ? states.filter((state) => labels[state] === undefined) : [];
    if (bare.length > 0) wrong(['columns', i], `states without a label: ${bare.join(', ')}`);
    for (const path of value) {
      const [head, field] = path.split('.');
      if (head !== 'data' && !known.includes(path))
        wrong(['columns', i], `there is no field "${path}"; allowed: ${known.join(', ')}, data.…`);
      if (head === 'data' && stated && !stated.includes(field ?? ''))
        wrong(
          ['columns', i],
          `nothing of this kind has a field "${field ?? ''}"; it has ${stated.join(', ')}`,
        );
    }
  });
}

/** The definitions, or an AppError `definitions-invalid` that names each mistake with its place. */
export function loadExports(intentsDir: string): Exports {
  const { findings, ...loaded } = readExports(intentsDir);
  refuse(findings);
  return loaded;
}
