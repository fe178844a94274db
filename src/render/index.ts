export type { Chart } from './chart.js';
export { PICTURE_ROWS, PICTURE_WIDTH, renderPicture, type Picture } from './picture.js';
export type { Align, PictureTable } from './table-svg.js';
