export { cellsOf, type SourceRow } from './cells.js';
export { createExportDesk } from './desk.js';
export { loadExports, readExports } from './load.js';
export { sourceKind, type ExportDefinition, type ExportWords } from './schema.js';
export { writeExport, type ExportFormat } from './write.js';
