export { importCounty, type CountyFiles } from './county.js';
export { scriptClock } from './clock.js';
export { openPipeline } from './pipeline.js';
export { rehearse, type Line, type Timetable } from './rehearse.js';
export { openScratch } from './scratch.js';
export { readScript } from './script.js';
export { REHEARSAL } from './chat.js';
