/** How long an answer to a question still counts as one: after that a bare "石桥村" means something else. */
export const ASK_OPEN_MS = 48 * 3600_000;

/** "更正" and "作废" without a quote mean a report of the last day or two, not of last month. */
export const CORRECTABLE_MS = 72 * 3600_000;

/** A bare "2" after choices means one of them for so long. */
export const CHOICE_MS = 30 * 60_000;

/** What understanding reads of one message (characters), and how many records it takes from it; what lies beyond is said. */
export const READ_LENGTH = 60_000;
export const READ_RECORDS = 500;
