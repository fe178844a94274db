import { expect, it } from 'vitest';
import { outlined } from '../../src/render/outline.js';
import { collectGarbage } from '../support/garbage.js';

const words = (weight: number) =>
  `<text x="0" y="30" font-size="30" font-weight="${weight}">走访周通报</text>`;

/** In a process of its own: whoever draws first brings the fonts. */
it('keeps of the fonts the glyphs that were drawn, not all of them', async () => {
  await collectGarbage();
  const before = process.memoryUsage().heapUsed;
  expect(outlined(words(400) + words(700))).toMatch(/^(<path d="M[^"]{500,}" fill="#000000"\/>){2}$/);
  await collectGarbage();
  const kept = process.memoryUsage().heapUsed - before;
  expect(kept / 1e6).toBeLessThan(50); // two faces read whole: 125
});
