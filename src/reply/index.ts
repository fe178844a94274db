export { lintTemplates, loadTemplates, type Templates } from './templates.js';
