import type { Compiled, CompiledKind, Cue } from './compile.js';
import type { Message } from './document.js';

export interface Candidate {
  kind: CompiledKind;
  score: number;
}

/** Kinds that the evidence in the text speaks for, best first. */
export function classify(message: Message, compiled: Compiled): Candidate[] {
  const text = message.text;
  const scores = new Float64Array(compiled.kinds.length);
  const seen = new Uint8Array(compiled.groups);
  const count = (cue: Cue) => {
    if (seen[cue.group] === 1) return;
    seen[cue.group] = 1;
    scores[cue.kind]! += cue.weight;
  };
  const end = Math.min(text.length, LOOK);
  for (let at = 0; at < end; at++) {
    compiled.cues.each(text, at, (cues) => {
      for (const cue of cues) if (!cue.title || isHeading(text, at)) count(cue);
    });
  }
  const fields = new Set<string>();
  for (const hit of message.labels) {
    for (const use of hit.uses) {
      const id = `${use.kind}.${use.field}`;
      if (fields.has(id) || !(hit.colon || hit.opens)) continue;
      fields.add(id);
      const index = compiled.kinds.findIndex((k) => k.def.id === use.kind);
      scores[index]! += (hit.colon ? 1.4 : 0.5) / Math.sqrt(hit.uses.length);
    }
  }
  const out: Candidate[] = [];
  const body = text.length > LOOK ? text.slice(0, LOOK) : text;
  compiled.kinds.forEach((kind, index) => {
    let score = scores[index]!;
    for (const e of kind.evidence) if (e.pattern.test(body)) score += e.weight;
    if (score < kind.def.threshold) return;
    if (kind.vetoes?.test(body)) return;
    out.push({ kind, score });
  });
  const beaten = new Set(out.flatMap((c) => c.kind.def.over));
  return out.filter((c) => !beaten.has(c.kind.def.id)).sort((a, b) => b.score - a.score);
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
