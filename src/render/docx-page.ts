/** GB/T 9704—2012, 5.1 to 5.2.3: A4, 37 mm above, 28 mm at the binding edge, 156 × 225 mm of text. In twips. */
export const PAGE = {
  width: 11_906,
  height: 16_838,
  top: 2098,
  bottom: 1984,
  left: 1588,
  right: 1474,
  footer: 1304,
};
export const TEXT_WIDTH = PAGE.width - PAGE.left - PAGE.right;
/**
 * 22 lines on 225 mm, and 28 characters of 16 pt on 156 mm, which is a little less than 16 pt for each: the words are set
 * that much tighter. A grid of characters says the same, but LibreOffice tears words apart on it.
 */
export const LINE = 579;
