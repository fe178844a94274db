export { findSensitive } from './find.js';
export { mask, maskDeep } from './mask.js';
export { NUMBERS, type SensitiveSpan } from './types.js';
