/** The field of an ask under which a claim stands ("3户都走完了") whose names have not been said. */
export const NAMES = 'names';
