export { cellsOf, type SourceRow } from './cells.js';
export { loadExports, readExports, type Sources } from './load.js';
export { sourceKind, type ExportDefinition } from './schema.js';
export { writeExport, type ExportFormat } from './write.js';
