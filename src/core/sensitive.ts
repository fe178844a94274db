/** Identity and telephone numbers found in a text. Found and masked in `roster/sensitive.ts`. */
export interface SensitiveSpan {
  what: 'id-number' | 'phone';
  from: number;
  to: number;
}
