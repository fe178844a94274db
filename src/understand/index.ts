export { understand, type UnderstandContext } from './understand.js';
export { type Compiled } from './compiled.js';
export { compile } from './compile.js';
export { readAnswer, type Answer, type OpenField } from './answer.js';
export { placeholders, toRegExp } from './patterns.js';
