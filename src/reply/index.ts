export { lintTemplates, loadTemplates, type Templates } from './templates.js';
export type { TemplateFinding } from './schema.js';
