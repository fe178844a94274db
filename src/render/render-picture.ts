import type { Picture } from './frame.js';

/**
 * A picture as PNG, 1080 px wide. The same picture gives the same bytes. Rejects with a RangeError beyond PICTURE_ROWS.
 * What draws it is loaded with the first one: six hundred files that a start need not wait for.
 */
export async function renderPicture(picture: Picture): Promise<Buffer> {
  const { drawn } = await import('./picture.js');
  return drawn(picture);
}
