import type { Trace } from '../../core/records.js';

const GAP = '…';

/**
 * Of a text only the words that a trace points at; what stands between them becomes "…". The trace comes back with its
 * offsets in the shorter text. For messages that speak of others, too: whoever may see one household sees no more.
 */
export function excerpt(text: string, trace: readonly Trace[]): { text: string; trace: Trace[] } {
  const spans = trace
    .filter(({ from, to }) => from >= 0 && to > from && to <= text.length)
    .map(({ from, to }) => ({ from, to }))
    .sort((a, b) => a.from - b.from);
  const kept: { from: number; to: number; at: number }[] = [];
  let out = '';
  for (const { from, to } of spans) {
    const last = kept.at(-1);
    if (last && from <= last.to) {
      out += text.slice(last.to, Math.max(to, last.to));
      last.to = Math.max(last.to, to);
      continue;
    }
    if (from > (last?.to ?? 0)) out += GAP;
    kept.push({ from, to, at: out.length });
    out += text.slice(from, to);
  }
  if ((kept.at(-1)?.to ?? 0) < text.length) out += GAP;
  const moved = (offset: number): number => {
    const home = kept.find((one) => offset >= one.from && offset <= one.to);
    return home ? home.at + offset - home.from : 0;
  };
  return {
    text: out,
    trace: trace.map((step) =>
      step.to > step.from && step.to <= text.length && step.from >= 0
        ? { ...step, from: moved(step.from), to: moved(step.to) }
        : { ...step, from: 0, to: 0 },
    ),
  };
}
