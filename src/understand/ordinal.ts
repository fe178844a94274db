import { numeralValue } from '../core/numerals.js';

const PLACE =
  /^(?:我|说的|选|要|就|是|应该){0,4}(?:第([\d一二三四五六七八九])(?:个|户|家|条|号|项|位)?|([\d一二三四五六七八九])号?)(?:的|吧|哈|啊|呢|那个|那户)*[。.、)!~\s]*$/u;
const SIDE =
  /^(?:我|说的|选|要|就|是|应该){0,4}(前|后|最后)(?:面|头|边|一)?(?:的|那|那个|那户|一?个|户|家)*(?:吧|哈|啊|呢)*[。.!~\s]*$/u;

/** A bare 1 is how people say that they have read something ("收到请回1"): it chooses nothing by itself. */
const READ = /^[1一]$/u;

/**
 * Which of so many that were offered is chosen by its place: "第二个", "2", "选1"; of two also "后面那个". Counted from 0;
 * undefined where the words say more than that, or there is none in that place.
 */
export function ordinalIn(said: string, offered: number): number | undefined {
  const [, counted, bare] = PLACE.exec(said) ?? [];
  const written = counted ?? (READ.test(said) ? undefined : bare);
  if (written !== undefined) {
    const at = (numeralValue(written) ?? Number(written)) - 1;
    return at >= 0 && at < offered ? at : undefined;
  }
  const [, side] = SIDE.exec(said) ?? [];
  if (side === undefined) return undefined;
  if (side === '最后') return offered - 1;
  return offered === 2 ? (side === '前' ? 0 : 1) : undefined;
}
