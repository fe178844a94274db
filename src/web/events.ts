import { Hono } from 'hono';
import type { Feed } from './feed.js';
import { toWireMessage } from './wire.js';

const BEAT_MS = 15_000;
/** A page that reads nothing is cut off at this many unread bytes; it comes back and reads the list instead. */
const BACKLOG = 4 * 1024 * 1024;

/** `GET /latest`: the newest message of each conversation. `GET /events`: server-sent events, `message` with a WireMessage each. */
export function events(feed: Feed): Hono {
  return new Hono()
    .get('/latest', async (c) => c.json((await feed.latest()).map(toWireMessage)))
    .get('/events', async (c) => {
      await feed.latest(); // 503 now rather than a stream that stays silent
      return c.body(stream(feed), 200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
    });
}

function stream(feed: Feed): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string) => {
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(text));
          else end();
        };
        const end = () => {
          stop();
          controller.close();
        };
        const off = feed.subscribe({
          next(messages) {
            send(
              messages
                .map((m) => `event: message\nid: ${m.seq}\ndata: ${JSON.stringify(toWireMessage(m))}\n\n`)
                .join(''),
            );
          },
          end,
        });
        const beat = setInterval(() => send(': beat\n\n'), BEAT_MS);
        beat.unref();
        stop = () => {
          off();
          clearInterval(beat);
        };
        send(`retry: 1500\nevent: ready\ndata: {"seq":${feed.cursor}}\n\n`);
      },
      cancel() {
        stop();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BACKLOG }),
  );
}
