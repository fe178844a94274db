import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readLedgerFigures, readOne, yamlFiles, type Finding } from '../intents/index.js';
import { readPeriod } from '../understand/values/index.js';
import type { Sources } from './schema.js';
import { unitIn } from './outline.js';
import { outlineSchema, type OutlineDefinition } from './outline-schema.js';

/** Any day will do: whether the words name days at all does not depend on it. */
const SOME_DAY = '2026-05-08T09:00:00';
const ASKING = ['导出', '下载', '发我一份', '给我一份'];

/** Reads `outlines/*.yaml`; what is wrong with them goes into `findings`, their examples among it. */
export function readOutlines(
  intentsDir: string,
  findings: Finding[],
  sources?: Sources,
): OutlineDefinition[] {
  const dir = join(intentsDir, 'outlines');
  if (!existsSync(dir)) return [];
  const figures = readLedgerFigures(intentsDir);
  const out: OutlineDefinition[] = [];
  for (const path of yamlFiles(dir, findings)) {
    const read = readOne(path, intentsDir, outlineSchema, findings);
    if (!read) continue;
    const { value: definition, at } = read;
    const wrong = (where: PropertyKey[], message: string) => findings.push({ ...at(where), message });
    if (out.some(({ id }) => id === definition.id))
      wrong(['id'], `the outline "${definition.id}" is defined twice`);
    out.push(figures ? { ...definition, ledgers: figures } : definition);
    definition.sections.forEach(({ plans, sums }, i) => {
      for (const ledger of figures ? plans.filter((name) => !figures.get(name)?.pace) : [])
        wrong(['sections', i, 'plans'], `the ledger "${ledger}" has no pace`);
      for (const ledger of figures ? sums.filter((name) => !figures.get(name)?.adds) : [])
        wrong(['sections', i, 'sums'], `the ledger "${ledger}" does not say what adds up`);
    });
    if (!readPeriod(definition.period, { sentAt: SOME_DAY }))
      wrong(['period'], `"${definition.period}" names no days; expected such as 本周, 上半年`);
    definition.examples.forEach(({ text, about }, i) => {
      if (!definition.words.some((word) => text.includes(word)))
        wrong(['examples', i], `none of the words is in "${text}"`);
      const unit = definition.about === 'unit' ? unitIn(text, [...ASKING, ...definition.words]) : about;
      if (unit !== about) wrong(['examples', i], `is about ${unit ?? 'no unit'}, not ${about}`);
    });
    if (sources) check(definition, sources, wrong);
  }
  return out;
}

function check(
  definition: OutlineDefinition,
  { kinds, ledgers, metrics }: Sources,
  wrong: (where: PropertyKey[], message: string) => void,
): void {
  definition.sections.forEach(({ figures, texts, items }, i) => {
    for (const id of figures)
      if (!metrics.has(id)) wrong(['sections', i, 'figures'], `there is no metric "${id}"`);
    for (const id of items)
      if (!ledgers.has(id)) wrong(['sections', i, 'items'], `there is no ledger "${id}"`);
    for (const { records, field } of texts)
      if (!kinds.get(records)?.includes(field))
        wrong(['sections', i, 'texts'], `the kind "${records}" has no field "${field}"`);
  });
}
