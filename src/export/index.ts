export { cellsOf, type SourceRow } from './cells.js';
export { createExportDesk } from './desk.js';
export { outlineOf } from './outline.js';
export type { OutlineDefinition } from './outline-schema.js';
export { loadExports, readExports } from './load.js';
export { sourceKind, type ExportDefinition, type ExportWords } from './schema.js';
export { writeExport, type ExportFormat } from './write.js';
