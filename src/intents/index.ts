export * from './schema.js';
export { loadDefinitions, readDefinitions, type Loaded } from './load.js';
export { lintDefinitions, type UnderstandExample } from './lint.js';
export { readOne, yamlFiles, type Read } from './yaml.js';
