/** From here on the text belongs to these records (indices); empty: to none, it is the head or the tail. */
export interface Break {
  at: number;
  to: number[];
  tail: boolean;
}
