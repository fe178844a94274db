import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toLocal, fromLocal } from '../core/time.js';
import { readOne, yamlFiles, type Finding, refuse } from '../intents/index.js';
import { bulletinSchema, type BulletinDefinition } from './schema.js';
import { lastTerm } from './term.js';

/** What bulletins may refer to. */
export interface KnownNames {
  metrics: ReadonlySet<string>;
}

/** Reads `bulletins/*.yaml`, holds them to what they refer to, and runs their examples. */
export function readBulletins(
  intentsDir: string,
  known: KnownNames,
): { bulletins: BulletinDefinition[]; findings: Finding[] } {
  const findings: Finding[] = [];
  const bulletins: BulletinDefinition[] = [];
  const dir = join(intentsDir, 'bulletins');
  if (!existsSync(dir)) return { bulletins, findings };
  for (const path of yamlFiles(dir, findings)) {
    const read = readOne(path, intentsDir, bulletinSchema, findings);
    if (!read) continue;
    const { value, at } = read;
    const say = (where: readonly PropertyKey[], message: string) => findings.push({ ...at(where), message });
    if (bulletins.some((one) => one.id === value.id))
      say(['id'], `the bulletin "${value.id}" is defined twice`);
    if (bulletins.some((one) => one.series === value.series))
      say(['series'], `another bulletin has the series "${value.series}" too: "第3期" would be two issues`);
    value.sections.forEach((section, i) => {
      for (const [key, ids] of [
        ['figures', section.figures],
        ['table', section.table?.figures ?? []],
      ] as const)
        for (const id of ids)
          if (!known.metrics.has(id))
            say(
              ['sections', i, key],
              `there is no metric "${id}"; allowed: ${[...known.metrics].join(', ')}`,
            );
      const compares = section.table?.by === 'town' || section.table?.by === 'village';
      if (compares && section.table?.comparesUnits !== true)
        say(
          ['sections', i, 'table'],
          'puts towns or villages side by side: say comparesUnits: true where that is wanted',
        );
    });
    value.stated.forEach((one, i) => {
      if (!known.metrics.has(one.metric)) say(['stated', i, 'metric'], `there is no metric "${one.metric}"`);
    });
    value.examples.forEach((example, i) => {
      const term = lastTerm(value, fromLocal(example.now));
      const got = { from: term.from, to: term.to, cutOff: toLocal(term.cutOff).slice(0, 16) };
      for (const key of ['from', 'to', 'cutOff'] as const)
        if (got[key] !== example[key])
          say(['examples', i, key], `${key} is ${got[key]}, not ${example[key]}`);
    });
    bulletins.push(value);
  }
  return { bulletins, findings };
}

/** Like `readBulletins`, but throws an AppError that lists every mistake as file:line:column. */
export function loadBulletins(intentsDir: string, known: KnownNames): BulletinDefinition[] {
  const { bulletins, findings } = readBulletins(intentsDir, known);
  refuse(findings);
  return bulletins;
}
