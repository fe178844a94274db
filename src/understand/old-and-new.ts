import { matches } from './matches.js';
import { findSpreads } from './values/index.js';

/** A change as it is written: the words around it, the old value where it is said, and the new one. */
export interface Pair {
  said: string;
  at: number; // where `said` starts
  from: string | undefined;
  to: string;
}

const WORD = '[^,。;!?\\s]';
const IS = '(?<!不)(?:应该?是|而是|应为|是)';

/** Ways of saying that one value takes the place of another, the clearest first. */
const SHAPES: [RegExp, (g: string[]) => { from: string | undefined; to: string }][] = [
  [
    /(?:走访|入户|访|看|去|到)(?:的|了)?是?([\u4e00-\u9fff]{2,4}?[家户])[,，\s]*(?:而)?(?:不是|没(?:有)?(?:走访|去|到)(?:的|过)?)([\u4e00-\u9fff]{2,4}?[家户])/,
    (g) => ({ to: g[1]!, from: g[2]! }),
  ],
  [
    // Neither of two: what is on record is left as the old value.
    new RegExp(
      `不是${WORD}{1,16}?[,，\\s]{0,2}(?:也|又|更|并|而且|都)?不是${WORD}{1,16}?[,，\\s]{0,2}(?:${IS})(${WORD}{1,24})`,
    ),
    (g) => ({ from: undefined, to: g[1]! }),
  ],
  [
    new RegExp(`(?<!不)(?:应该?是|是|为|应为)([^,。;!?\\s是]{1,24}?)[,，]?(?:而)?不是(${WORD}{1,24})`),
    (g) => ({ to: g[1]!, from: g[2]! }),
  ],
  [
    new RegExp(`不是(${WORD}{1,24}?)(?:去的|的)?[,，\\s]?(?:${IS})(${WORD}{1,24})`),
    (g) => ({ from: g[1]!, to: g[2]! }),
  ],
  [
    new RegExp(
      `(?:应该?是|应为|实为|是)(${WORD}{1,20})[,，\\s]*(?:写成|打成|报成|填成|误写为|误报为)了?(${WORD}{1,20})`,
    ),
    (g) => ({ to: g[1]!, from: g[2]! }),
  ],
  [
    new RegExp(
      `(?:应该?是|应为|实为|是|有(?=[\\d一二两三四五六七八九十]))(${WORD}{1,20}?)[,，\\s]*我?(?:刚才|刚刚|刚|上面|前面|之前)?(?:把[^,。;]{1,8})?(?:写|打|报|填|说|记|看|发)成了?(${WORD}{1,20}?)了?(?=[,。;!?\\s]|$)`,
    ),
    (g) => ({ to: g[1]!, from: g[2]! }),
  ],
  [
    new RegExp(
      `(?:把|将)?([^,。;!?\\s把将:]{1,16})(?:写成|打成|报成|填成|误写为|误报为)了?(${WORD}{1,20})[,，\\s]*(?:应该?是|应为|实为|改为|改成|是)(${WORD}{1,20})`,
    ),
    (g) => ({ from: g[2]!, to: g[3]! }),
  ],
  [
    new RegExp(`由(${WORD}{1,20})(?:改为|改成|更正为|调整为|变更为)(${WORD}{1,20})`),
    (g) => ({ from: g[1]!, to: g[2]! }),
  ],
  [
    new RegExp(`([\\d.,]{1,12}[\\u4e00-\\u9fff]{0,3})(?:改为|改成|更正为|->|→)(${WORD}{1,20})`),
    (g) => ({ from: g[1]!, to: g[2]! }),
  ],
  [
    /(\d[\d.,]{0,11}(?:万|亿)?(?:元|%|口人|口|人|户|个|张|份|次|条)?)[,\s]*(?:而)?不是(\d[\d.,]{0,11}(?:万|亿)?(?:元|%|口人|口|人|户|个|张|份|次|条)?)/,
    (g) => ({ to: g[1]!, from: g[2]! }),
  ],
  [new RegExp(`[,，]\\s?(${WORD}{1,20}?)才对`), (g) => ({ from: undefined, to: g[1]! })],
  [
    new RegExp(`(?:更正为|改为|改成|应该?是|应为|实际是|实际为|实为)(${WORD}{1,24})`),
    (g) => ({ from: undefined, to: g[1]! }),
  ],
];

/** "更正：甲家人口是3人": announced as a correction, only the new value is said. */
const ANNOUNCED =
  /(?:更正|纠正|订正|勘误|更改|改一下|不对|[写打填报记说弄搞]错了?)[^:,。;\n]{0,6}[:,，\s][^。;\n]{0,80}?(?:(?<!不)是|为|:)\s?([^,。;!?\s是为]{1,24})(?=[,。;!\s]|$)/;

/** "更正：人均收入12000", "打错了，5口人": the new value stands there alone, with what it is of. */
const BARE =
  /(?:更正|纠正|订正|勘误|更改|改一下|不对|[写打填报记说弄搞]错了?)[^:,。;\n\d]{0,6}[:,，\s][^,。;\n\d]{0,14}?(?<!不是?有?)(\d[\d.,]{0,11}(?:万|亿)?(?:元|%|口人|口|人|户|个|张|份|天)?)[。!~\s]*$/;

const MOST = 20;
/** What is corrected is said near the top; a paste of 100 kB is not searched for it. */
const LONGEST = 4000;

const ONE_OF_SEVERAL = /第[一二三四五六七八九十\d]{1,3}(?:个|户|条|项|家)/g;

/** The changes of a message; "第1户…，第2户…" are several. */
export function corrections(whole: string): Pair[] {
  const text = whole.slice(0, LONGEST);
  const starts = matches(ONE_OF_SEVERAL, text).map((m) => m.index);
  const cuts = starts.length > 1 ? [...starts.slice(0, MOST), text.length] : [0, text.length];
  return cuts.slice(1).flatMap((to, i) => {
    const at = cuts[i]!;
    const said = text.slice(at, to);
    const pair = oldAndNew(said);
    return pair ? [{ said, at, ...pair }] : [];
  });
}

function oldAndNew(text: string): { from: string | undefined; to: string } | undefined {
  for (const [shape, make] of SHAPES) {
    const g = shape.exec(text);
    if (g) return surely(make(g), text);
  }
  const announced = ANNOUNCED.exec(text);
  const to = announced?.[1] ?? BARE.exec(text)?.[1];
  return to === undefined ? undefined : surely({ from: undefined, to }, text);
}

const GUESSED = /(?:可能|好像|大概|估计|也许|没准|兴许|恐怕)(?:就|应该|应当)?(?:是|为|有)?$/;
const IN_DOUBT = /^[^。;\n]{0,6}(?:记不清|记不得|不确定|不清楚|说不准|拿不准|没数)/;

/** What the sender is not sure of, or a figure that is no single value, takes the place of nothing. */
function surely<T extends { to: string }>(pair: T, text: string): T | undefined {
  const from = text.lastIndexOf(pair.to);
  const to = from + pair.to.length;
  if (GUESSED.test(text.slice(0, from)) || IN_DOUBT.test(text.slice(to))) return undefined;
  return findSpreads(text).some((one) => from < one.to && to > one.from) ? undefined : pair;
}
