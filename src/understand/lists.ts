import type { Break } from './break.js';
import type { Clause } from './document.js';
import type { Subject } from './subjects.js';

/** What kind of household it is, said in front of its name: "脱贫户", "监测户". */
const SORT = /(?:[\u4e00-\u9fff]{2,5}户[:\s]?)?$/;
/** Names in a row, each with its sort in front or behind in brackets: "监测户甲、脱贫户乙", "甲（脱贫户）、乙（一般户）". */
const JOINT =
  /^(?:家|户)?\s?(?:[(](?<aside>[^()\n]{1,12})[)])?(?:家|户)?[\s、,和与及/]*(?:[\u4e00-\u9fff]{2,5}户[:\s]?)?$/;

interface Mention {
  s: Subject;
  record: number;
}

/**
 * "5月21日入户走访马鞍村三组甲（脱贫户）、乙（一般户）": what stands in front of the first name of a row was said of
 * all in it, and so is what follows the last one where the names stand side by side.
 */
export function shareRows(
  breaks: Break[],
  mentions: readonly Mention[],
  clauses: readonly Clause[],
  text: string,
): void {
  for (let i = 0; i < mentions.length - 1; i++) {
    const row = rowFrom(mentions, i, text);
    if (row.length < 2) continue;
    i += row.length - 1;
    const first = row[0]!.s;
    const start = clauses[first.clause]?.start;
    const at = breaks.findIndex((b) => b.to.length === 1 && b.to[0] === row[0]!.record && b.at <= first.from);
    const found = breaks[at];
    if (start === undefined || !found || found.at < start) continue;
    const set = [...new Set(row.map((m) => m.record))];
    const own = withSort(text, first.from, found.at);
    if (own > found.at) {
      breaks.splice(at, 1, { ...found, to: set }, { ...found, at: own });
    }
    const last = row.at(-1)!.s;
    const plain = row.every(
      (m, k) => k === row.length - 1 || !text.slice(m.s.to, row[k + 1]!.s.from).includes('('),
    );
    const end = last.to + /^(?:家|户)?/.exec(text.slice(last.to, last.to + 1))![0].length;
    if (!plain) continue;
    const next = mentions[i + 1]?.s.from ?? text.length;
    for (const b of breaks) if (b.at >= end && b.at < next && !b.tail && b.to.length === 1) b.to = set;
    if (!breaks.some((b) => b.at === end)) breaks.push({ at: end, to: set, tail: false });
  }
  breaks.sort((a, b) => a.at - b.at);
}

/** Where a name begins, with what is said in front of it of the kind of household. */
export function withSort(text: string, from: number, least: number): number {
  return from - SORT.exec(text.slice(Math.max(least, from - 7), from))![0].length;
}

function rowFrom(mentions: readonly Mention[], from: number, text: string): Mention[] {
  const row = [mentions[from]!];
  for (let i = from + 1; i < mentions.length; i++) {
    const [before, here] = [mentions[i - 1]!, mentions[i]!];
    if (before.s.labelled || here.s.labelled || row.some((m) => m.record === here.record)) break;
    if (here.s.from - before.s.to > 24 || !JOINT.test(text.slice(before.s.to, here.s.from))) break;
    row.push(here);
  }
  return row;
}
