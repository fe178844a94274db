import type { Style } from './marks.js';
import { type Block, walk } from './outline.js';

/** The numbers that actions go by, and the section each belongs to. */
export interface Numbers {
  numberOf(block: Block): number | string | undefined;
  sectionOf(block: Block): Block | undefined;
}

/**
 * An action has its own number where no other has it; else the number of the nearest heading above that is unique among
 * all of them, and its own behind: "2.3".
 */
export function numbersOf(root: Block, blocks: readonly Block[]): Numbers {
  const level = sectionStyle(root, blocks);
  const sectionOf = (block: Block): Block | undefined =>
    up(block).find((above) => above.mark?.style === level);
  return {
    sectionOf,
    numberOf(block) {
      if (!block.mark) return undefined;
      const section = sectionOf(block);
      if (!section || section === block) return block.mark.value;
      const path = up(block);
      return path
        .slice(0, path.indexOf(section) + 1)
        .reverse()
        .map((one) => one.mark!.value)
        .join('.');
    },
  };
}

/** The block and everything above it that is numbered. */
function up(block: Block): Block[] {
  const path: Block[] = [];
  for (let at: Block | undefined = block; at?.mark; at = at.parent) path.push(at);
  return path;
}

/** The deepest style that every action has on its path, and whose numbers repeat nowhere. */
function sectionStyle(root: Block, blocks: readonly Block[]): Style | undefined {
  const styles = new Set([...walk(root)].map((block) => block.mark!.style));
  const fitting = [...styles].filter((style) => {
    const sections = new Set<Block>();
    for (const block of blocks) {
      const section = up(block).find((above) => above.mark!.style === style);
      if (!section) return false;
      sections.add(section);
    }
    return new Set([...sections].map((block) => block.mark!.value)).size === sections.size;
  });
  const depth = (style: Style): number =>
    Math.min(...blocks.map((block) => up(block).find((above) => above.mark!.style === style)!.depth));
  return fitting.sort((a, b) => depth(b) - depth(a))[0];
}
