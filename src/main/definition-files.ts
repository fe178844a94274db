import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { loadBulletins, readCommands, readSigning } from '../bulletin/index.js';
import { dutiesDir, loadDuties } from '../duty/index.js';
import { loadExports } from '../export/index.js';
import { loadDefinitions, loadPolicies, readCardWords, refuse } from '../intents/index.js';
import { loadLedgerRules } from '../ledger/index.js';
import { loadTemplates } from '../reply/index.js';
import { countable, lintReports, loadStatus, readStatus } from '../status/index.js';
import type { Log } from '../core/ports.js';

export interface FilesOptions {
  intentsDir: string;
  /** The definitions that ship: duties are taken from there where intentsDir has none of its own. */
  shippedIntentsDir?: string | undefined;
  templatesDir: string;
  /** The templates that ship, for what templatesDir does not say. */
  shippedTemplatesDir?: string | undefined;
  log: Log;
}

/** Changes whenever a file of the folder was written. */
export function fingerprint(dir: string): string {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => `${file} ${statSync(file).mtimeMs} ${statSync(file).size}`)
    .join('\n');
}

/** Everything that stands in files, read as one: either all of it is exchanged or nothing. Throws an AppError. */
export function readFiles(options: FilesOptions) {
  const { intentsDir } = options;
  const definitions = loadDefinitions(intentsDir);
  const status = loadStatus(intentsDir);
  const { commands, findings } = readCommands(intentsDir, definitions.words);
  const signing = readSigning(intentsDir, definitions.words);
  const cards = readCardWords(intentsDir);
  refuse([...findings, ...signing.findings, ...cards.findings]);
  const duties = loadDuties(dutiesDir(intentsDir, options.shippedIntentsDir ?? intentsDir));
  const { place } = readStatus(intentsDir);
  refuse(lintReports({ definitions: status, findings: [], place }, duties.duties));
  return {
    definitions,
    status,
    duties,
    ledgers: loadLedgerRules(intentsDir),
    policies: loadPolicies(intentsDir),
    bulletins: loadBulletins(intentsDir, { metrics: countable(status) }),
    exports: loadExports(intentsDir),
    commands,
    signing: signing.signing,
    cardWords: cards.words,
    templates: loadTemplates(options.templatesDir, {
      shipped: options.shippedTemplatesDir,
      onFault: (line) => options.log.error({ err: line }, 'a template failed'),
    }),
  };
}

export type DefinitionFiles = ReturnType<typeof readFiles>;
