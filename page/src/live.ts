import type { WireMessage } from './api.js';

/**
 * Follows the local groups. `ready` comes at the start and after every gap: what was missed is to be read then,
 * up to the number it gives; every message with a higher one comes as `message`.
 * Returns the way to stop.
 */
export function follow(on: {
  ready: (seq: number) => void;
  message(message: WireMessage): void;
  lost: () => void;
}): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const open = () => {
    source = new EventSource('/api/local/events');
    source.addEventListener('ready', (event) =>
      on.ready((JSON.parse(event.data as string) as { seq: number }).seq),
    );
    source.addEventListener('message', (event) =>
      on.message(JSON.parse(event.data as string) as WireMessage),
    );
    source.onerror = () => {
      if (stopped) return;
      on.lost();
      // After an answer that is no stream (a 503, say) the browser gives up for good.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, 2000);
    };
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(retry);
    source?.close();
  };
}
