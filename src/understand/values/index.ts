/** The value readers: pure functions over short spans of normalised text. Every value says where it was found and by which rule. */
export type * from './types.js';
export { findDates, findNoDays, readDate } from './dates.js';
export { readDateTime } from './datetime.js';
export { readDeadline, readDeadlines } from './deadline.js';
export { readMonth } from './month.js';
export { readPeriod } from './period.js';
export { readArea } from './area.js';
export { readCount } from './count.js';
export { findMoney, readMoney } from './money.js';
export { findNumbers, readNumber } from './number.js';
export { readPercent } from './percent.js';
export { findPlaceholders, isPlaceholder } from './placeholder.js';
export { readRange } from './range.js';
export { findSpreads, type Spread } from './spread.js';
