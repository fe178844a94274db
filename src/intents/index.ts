export * from './schema.js';
export { loadDefinitions, readDefinitions, type Loaded } from './load.js';
export { lintDefinitions, type UnderstandExample } from './lint.js';
export { refuse, type Finding } from '../files/finding.js';
export { readOne, yamlFiles, type Read } from '../files/yaml.js';
export { readLedgerFigures, type LedgerFigures } from './ledger-figures.js';
export * from './policy-schema.js';
export { loadPolicies, NO_POLICIES, readPolicies, type LoadedPolicies } from './policies.js';
export { lintPolicies, type AnswerExample } from './policy-lint.js';
