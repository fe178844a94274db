import type { HouseholdIndex } from '../core/household.js';
import type { Compiled, CompiledKind } from './compiled.js';
import type { Cue } from './found.js';
import type { Message } from './document.js';
import { contenderOf, reaches, RULED_OUT, SEEN, tellApart, type Contender } from './contender.js';
import { passes } from './gate.js';
import { sortFew } from './span.js';

export interface Candidate {
  kind: CompiledKind;
}

/** Kinds that the evidence in the text speaks for, best first. */
export function classify(message: Message, compiled: Compiled, households: HouseholdIndex): Candidate[] {
  const text = message.text;
  const { scores, groups: seen, fields, out: away } = compiled.tally;
  scores.fill(0);
  seen.fill(0);
  fields.fill(0);
  away.set(compiled.tally.titled);
  const count = (cue: Cue) => {
    if (seen[cue.group] === 1) return;
    seen[cue.group] = 1;
    scores[cue.kind]! += cue.weight;
  };
  const { cues, cueFrom, cueTo, cueCount } = message.found;
  let titled = 0; // where the last title ends: 日志 inside 走访日志 is no title of its own
  for (let i = 0; i < cueCount;) {
    const at = cueFrom[i]!;
    if (at >= LOOK) break;
    let longest = 0;
    let titles: Cue[] = [];
    for (; i < cueCount && cueFrom[i] === at; i++) {
      const to = cueTo[i]!;
      let title = false;
      for (const cue of cues[i]!) {
        if (cue.title) title = true;
        else count(cue);
      }
      if (title && to > titled && to > longest && isHeading(text, at)) {
        longest = to;
        titles = cues[i]!;
      }
    }
    if (longest > 0) {
      titled = longest;
      for (const cue of titles) {
        if (!cue.title) continue;
        count(cue);
        away[cue.kind] = 0;
      }
    }
  }
  for (const hit of message.labels) {
    if (!hit.colon && !hit.opens) continue;
    // A label says the less for a kind, the more kinds have it; those that cannot be meant take nothing away.
    let sharing = 0;
    const { kinds } = hit;
    for (let i = 0; i < kinds.length; i++) sharing += 1 - away[kinds[i]!]!;
    const weight = (hit.colon ? 1.4 : 0.5) / Math.sqrt(sharing);
    for (let i = 0; i < kinds.length; i++) {
      const kind = kinds[i]!;
      const field = hit.fields[i]!;
      if (away[kind] === 1 || fields[field] === 1) continue;
      fields[field] = 1;
      scores[kind]! += weight;
    }
  }
  const most = mostOf(message, compiled);
  const body = text.length > LOOK ? text.slice(0, LOOK) : text;
  const sought = { message, body, compiled, households };
  const meant: Contender[] = [];
  const { least } = compiled.tally;
  for (let index = 0; index < scores.length; index++) {
    // Where all that may be there, a name and a risk, cannot suffice, nothing is looked for.
    if (scores[index]! + most[index]! < least[index]! || away[index] === 1) continue;
    const kind = compiled.kinds[index]!;
    const contender = contenderOf(kind, scores[index]!, message, compiled.tally.counted);
    if (!reaches(contender, sought)) continue;
    if (kind.vetoes.some((v) => passes(message, v.gate) && v.pattern.test(body))) continue;
    meant.push(contender);
  }
  tellApart(meant, sought);
  return inOrder(meant);
}

/** By kind, the weight of all evidence that the words of the text leave possible. */
function mostOf(message: Message, { tally, lexicon }: Compiled): Float64Array {
  const { most, counted, kindOf, weightOf } = tally;
  most.set(tally.anyway);
  counted.fill(RULED_OUT);
  const { classes, classCount } = message.found;
  const { from, items: waiters } = lexicon.gates.waitersOf;
  for (let i = 0; i < classCount; i++) {
    const words = classes[i]!;
    const end = from[words + 1]!;
    for (let k = from[words]!; k < end; k++) {
      const id = waiters[k]!;
      if (counted[id] !== RULED_OUT) continue;
      counted[id] = SEEN;
      most[kindOf[id]!]! += weightOf[id]!;
    }
  }
  return most;
}

/** Best first, but what gives way to another comes after it: it gets its turn only where the other finds nothing. */
function inOrder(contenders: readonly Contender[]): Candidate[] {
  if (contenders.length < 2) return [...contenders];
  const left = sortFew([...contenders], (a, b) => b.score - a.score);
  const out: Candidate[] = [];
  while (left.length > 0) {
    const free = left.findIndex(
      (c) =>
        !left.some(
          (o) =>
            o !== c && o.kind.def.over.includes(c.kind.def.id) && !c.kind.def.over.includes(o.kind.def.id),
        ),
    );
    out.push(...left.splice(Math.max(free, 0), 1));
  }
  return out;
}

/** Evidence stands near the top; a paste of 100 kB is not read twice over. */
const LOOK = 4000;

/** In 【…】, or at the start of a line. */
function isHeading(text: string, at: number): boolean {
  for (let i = at - 1; i >= 0 && at - i < 24; i--) {
    const char = text[i]!;
    if (char === '【' || char === '[' || char === '\n' || char === '《' || char === '#') return true;
    if (',。;!?'.includes(char)) return false;
  }
  return at < 24;
}
