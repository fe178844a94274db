import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readOne, yamlFiles, type Finding } from '../intents/index.js';
import { drawAsked } from './draw.js';
import { drawSchema, type DrawDefinition } from './draw-schema.js';
import type { Sources } from './schema.js';

/** Reads `draws/*.yaml`; what is wrong with them goes into `findings`, their examples among it. */
export function readDraws(intentsDir: string, findings: Finding[], sources?: Sources): DrawDefinition[] {
  const dir = join(intentsDir, 'draws');
  if (!existsSync(dir)) return [];
  const read = yamlFiles(dir, findings).flatMap(
    (path) => readOne(path, intentsDir, drawSchema, findings) ?? [],
  );
  const definitions = read.map(({ value }) => value);
  for (const { value, at } of read) {
    const wrong = (where: PropertyKey[], message: string) => findings.push({ ...at(where), message });
    if (definitions.filter(({ id }) => id === value.id).length > 1)
      wrong(['id'], `the draw "${value.id}" is defined twice`);
    if (sources && 'items' in value.from && !sources.ledgers.has(value.from.items))
      wrong(['from', 'items'], `there is no ledger "${value.from.items}"`);
    value.examples.forEach(({ text, count, seed }, i) => {
      const asked = drawAsked(text, definitions);
      if (asked?.definition.id !== value.id)
        wrong(['examples', i], `"${text}" asks for ${asked?.definition.id ?? 'no draw'}`);
      else if (asked.count !== count || asked.seed !== seed)
        wrong(
          ['examples', i],
          `"${text}" asks for ${asked.count}, by the seed ${asked.seed ?? 'of its message'}`,
        );
    });
    value.not.forEach((text, i) => {
      if (drawAsked(text, definitions)) wrong(['not', i], `"${text}" is taken for a request`);
    });
  }
  return definitions;
}
