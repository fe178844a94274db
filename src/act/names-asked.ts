/** The field of an ask under which a claim stands ("3户都走完了") whose names have not been said. */
export const NAMES = 'names';
/** The field of an ask under which stands what an answer may be about; `said` is the answer. */
export const WHICH_ASKED = 'answer';
