export * from './draft.js';
export { openPlan } from './open.js';
export { readPlan } from './read.js';
export { compileWords, type Vocabulary } from './vocabulary.js';
export { PLAN_WORDS_FILE, planWordsSchema, readPlanWords, type PlanWords } from './words.js';
