export type { Chart } from './chart.js';
export { PICTURE_ROWS, PICTURE_WIDTH, renderPicture, type Picture } from './picture.js';
export type { Align, PictureTable } from './table-svg.js';
export { renderCsv } from './csv.js';
export type { Cell, Column, Row, Sheet } from './sheet.js';
export { renderXlsx } from './xlsx.js';
export { collect } from './zip.js';
