export { understand, type UnderstandContext } from './understand.js';
export { compile, type Compiled } from './compile.js';
export { readAnswer, type Answer, type OpenField } from './answer.js';
