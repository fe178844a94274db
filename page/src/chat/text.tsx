import type { ReactNode } from 'react';
import { mentionsIn, type Who } from '../names.js';

/** A message's text with its @ marked. Text only: nothing in it can become markup. */
export function MessageText({ text, people, me }: { text: string; people: Who[]; me?: string | undefined }) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const span of mentionsIn(text, people)) {
    if (span.from < at) continue;
    parts.push(text.slice(at, span.from));
    parts.push(
      <span key={span.from} className={span.id === me ? 'mention mention-me' : 'mention'}>
        {text.slice(span.from, span.to)}
      </span>,
    );
    at = span.to;
  }
  parts.push(text.slice(at));
  return <>{parts}</>;
}
