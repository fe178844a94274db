import type { ReactNode } from 'react';
import type { WireEntry } from '../api.js';
import { fieldName } from '../labels.js';

export type TraceStep = WireEntry['trace'][number];

/** The message with the words marked that gave a value; `lit` is the one pointed at. */
export function MarkedText({
  text,
  trace,
  lit,
  onLight,
}: {
  text: string;
  trace: TraceStep[];
  lit: TraceStep | undefined;
  onLight: (step: TraceStep | undefined) => void;
}) {
  const steps = trace.filter((t) => t.to > t.from && t.from >= 0 && t.to <= text.length);
  // Spans may overlap: cut at every edge, and let the shortest span own each piece.
  const edges = [...new Set([0, text.length, ...steps.flatMap((t) => [t.from, t.to])])].sort((a, b) => a - b);
  const pieces: ReactNode[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const [from, to] = [edges[i]!, edges[i + 1]!];
    const over = steps.filter((t) => t.from <= from && t.to >= to);
    const owner = over.reduce<TraceStep | undefined>(
      (best, t) => (!best || t.to - t.from < best.to - best.from ? t : best),
      undefined,
    );
    const part = text.slice(from, to);
    pieces.push(
      owner ? (
        <mark
          key={from}
          className={lit && over.includes(lit) ? 'mark mark-lit' : 'mark'}
          data-colour={owner.record < 0 ? 'all' : owner.record % 4}
          title={fieldName(owner.field)}
          onMouseEnter={() => onLight(owner)}
          onMouseLeave={() => onLight(undefined)}
        >
          {part}
        </mark>
      ) : (
        <span key={from}>{part}</span>
      ),
    );
  }
  return <div className="marked-text">{pieces}</div>;
}
