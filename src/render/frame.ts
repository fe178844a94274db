import type { Chart } from './chart.js';
import type { PictureTable } from './table-svg.js';

/** What a picture for a phone shows, from top to bottom. Whoever makes it chooses the words; here they are only set. */
export interface Picture {
  title: string;
  subtitle?: string;
  /** Texts in large letters, each a paragraph. */
  paragraphs?: readonly string[];
  chart?: Chart;
  table?: PictureTable;
  /** Where the numbers come from: base and cut-off. A number without them is not shown to anybody. */
  foot: string;
}

/** A phone's width at three pixels a point. */
export const PICTURE_WIDTH = 1080;
/** More rows than this make a picture that networks refuse or shrink; such a table belongs into a file. */
export const PICTURE_ROWS = 120;
