export { accessOf, mayAsk, ownPlace, type Access } from './access.js';
export { loadStatus, readStatus, type StatusDefinitions, type StatusLoaded } from './load.js';
export { readQuestion, type Asked, type ReadContext, type Reading } from './read.js';
export { countOf, type Lookup, type Metric } from './schema.js';
export { lintStatus } from './lint.js';
export { sayNumbers, type NumberLine } from './say.js';
export { placesIn, type WhereAsked } from './place.js';
export { nearestNames } from './names.js';
export { createStatusDesk } from './desk.js';
