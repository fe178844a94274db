import { refuse, type Finding } from '../files/finding.js';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  conceptsFileSchema,
  focusFileSchema,
  policyFileSchema,
  sourcesFileSchema,
  termsFileSchema,
  unansweredFileSchema,
  type PolicyBase,
  type PolicyEntry,
  type PolicyField,
  type PolicySource,
} from './policy-schema.js';
import { readOne, yamlFiles } from '../files/yaml.js';

export interface LoadedPolicies {
  base: PolicyBase;
  findings: Finding[];
  /** Where an entry (`id`) or a part of it (`id.ways`) stands. */
  placeOf(id: string, part?: string): Pick<Finding, 'file' | 'line' | 'column'>;
}

/** What a folder of definitions without policies answers: nothing. */
export const NO_POLICIES: PolicyBase = {
  entries: [],
  sources: new Map(),
  fields: new Map(),
  terms: { terms: [], apart: [], fillers: [], contrasts: [], respell: [] },
  focus: { aspects: [], focus: [], asking: '(?!)', checking: '(?!)', elsewhere: '(?!)', places: [] },
  concepts: [],
  unanswered: [],
};

/** Reads `policies/*.yaml` below `dir`. Never throws for a mistake inside a file; without the folder the base is empty. */
export function readPolicies(dir: string): LoadedPolicies {
  const findings: Finding[] = [];
  const entries: PolicyEntry[] = [];
  const sources = new Map<string, PolicySource>();
  const fields = new Map<string, PolicyField>();
  const places = new Map<string, Pick<Finding, 'file' | 'line' | 'column'>>();
  let { terms, focus, concepts, unanswered } = NO_POLICIES;
  const nowhere = { file: 'policies', line: 1, column: 1 };
  const folder = join(dir, 'policies');
  for (const path of existsSync(folder) ? yamlFiles(folder, findings) : []) {
    const name = basename(path).replace(/\.ya?ml$/, '');
    if (name === 'sources') {
      const read = readOne(path, dir, sourcesFileSchema, findings);
      read?.value.sources.forEach((source, i) => {
        places.set(`source:${source.id}`, read.at(['sources', i]));
        if (sources.has(source.id))
          findings.push({ ...read.at(['sources', i, 'id']), message: `the source "${source.id}" is given twice` });
        sources.set(source.id, source);
      });
    } else if (name === 'terms') {
      terms = readOne(path, dir, termsFileSchema, findings)?.value ?? terms;
    } else if (name === 'concepts') {
      concepts = readOne(path, dir, conceptsFileSchema, findings)?.value.concepts ?? concepts;
    } else if (name === 'unanswered') {
      const read = readOne(path, dir, unansweredFileSchema, findings);
      unanswered = read?.value.unanswered ?? unanswered;
      unanswered.forEach((one, i) => {
        const place = read!.at(['unanswered', i]);
        if (places.has(one.id)) findings.push({ ...place, message: `"${one.id}" is given twice` });
        places.set(one.id, place);
      });
    } else if (name === 'focus') {
      const read = readOne(path, dir, focusFileSchema, findings);
      if (!read) continue;
      focus = read.value;
      focus.focus.forEach(({ pattern }, i) => {
        const fault = patternFault(pattern);
        if (fault !== undefined) findings.push({ ...read.at(['focus', i, 'pattern']), message: fault });
      });
    } else {
      const read = readOne(path, dir, policyFileSchema, findings);
      if (!read) continue;
      const { entries: some, ...field } = read.value;
      fields.set(field.field, field);
      some.forEach((entry, i) => {
        if (places.has(entry.id))
          findings.push({ ...read.at(['entries', i, 'id']), message: `the entry "${entry.id}" is given twice` });
        places.set(entry.id, read.at(['entries', i]));
        for (const part of Object.keys(entry)) places.set(`${entry.id}.${part}`, read.at(['entries', i, part]));
        entries.push({ ...entry, field: field.field });
      });
    }
  }
  return {
    base: { entries, sources, fields, terms, focus, concepts, unanswered },
    findings,
    placeOf: (id, part) => (part === undefined ? undefined : places.get(`${id}.${part}`)) ?? places.get(id) ?? nowhere,
  };
}

function patternFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Like `readPolicies`, but throws an AppError that lists every mistake as file:line:column. */
export function loadPolicies(dir: string): PolicyBase {
  const { base, findings } = readPolicies(dir);
  refuse(findings);
  return base;
}
