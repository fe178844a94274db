import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../core/errors.js';
import { BOT_ID, type LocalNetwork, type LocalPlace, type LocalPost } from '../chat/local/network.js';
import { JSON_LIMIT, limitBody, readBody, readQuery } from './body.js';
import { UPLOAD_URL } from './uploads.js';
import { toWireMessage } from './wire.js';

const id = (what: string) => z.string(`expected ${what}`).min(1, `expected ${what}, got an empty text`);

const privatePost = z.object({
  text: z.string('expected the text of the message'),
  quote: id('the id of the message replied to').optional(),
  attachments: z
    .array(
      z.object({
        name: z
          .string('expected a file name')
          .min(1, 'expected a file name')
          .max(200, 'at most 200 characters'),
        type: z.string('expected a media type').regex(/^image\//, 'expected a picture, e.g. image/jpeg'),
        url: z
          .string('expected a url')
          .regex(UPLOAD_URL, 'expected the url that POST /api/local/uploads answered'),
      }),
      'expected a list of {name, type, url}',
    )
    .max(9, 'at most 9 pictures in a message')
    .optional(),
});
const roomPost = privatePost.extend({
  sender: id('the id of a member'),
  mentions: z
    .array(id('the id of a member'), 'expected a list of member ids')
    .max(500, 'at most 500')
    .optional(),
});
const page = z.object({
  after: z.string().optional(),
  limit: z.coerce
    .number('expected a number')
    .int('expected a whole number')
    .min(1, 'at least 1')
    .max(1000, 'at most 1000')
    .optional(),
});

/** The local groups' own API, which the page and tests use. Sends the ids and errors of the network on as they are. */
export function localGroups(network: LocalNetwork): Hono {
  const list = async (place: LocalPlace, query: z.infer<typeof page>) => {
    const { after, limit } = query;
    const messages = await network.messages(place, {
      ...(after ? { after } : {}),
      ...(limit ? { limit } : {}),
    });
    // Silence and a place that does not exist look alike; whoever reads on from a message knows the place.
    if (messages.length === 0 && !after) await mustExist(network, place);
    return messages.map(toWireMessage);
  };

  return new Hono()
    .use('/rooms/*', limitBody(JSON_LIMIT, 'the message'))
    .use('/people/*', limitBody(JSON_LIMIT, 'the message'))
    .get('/rooms', async (c) => c.json(await network.rooms()))
    .get('/people', async (c) => c.json(await network.people()))
    .get('/rooms/:id/messages', async (c) =>
      c.json(await list({ room: c.req.param('id') }, readQuery(c, page))),
    )
    .get('/people/:id/messages', async (c) =>
      c.json(await list({ person: c.req.param('id') }, readQuery(c, page))),
    )
    .post('/rooms/:id/messages', async (c) => {
      const body = await readBody(c, roomPost);
      return c.json(await postAsMember(network, c.req.param('id'), body), 201);
    })
    .post('/people/:id/messages', async (c) => {
      const person = c.req.param('id');
      const body = await readBody(c, privatePost);
      return c.json(await network.post({ ...given(body), place: { person }, sender: person }), 201);
    })
    .delete('/messages/:id', async (c) => {
      await network.recall(c.req.param('id'));
      return c.body(null, 204);
    });
}

async function mustExist(network: LocalNetwork, place: LocalPlace): Promise<void> {
  const [kind, wanted, all] =
    'room' in place
      ? (['room', place.room, await network.rooms()] as const)
      : (['person', place.person, await network.people()] as const);
  if (!all.some(({ id }) => id === wanted))
    throw new AppError(`unknown-${kind}`, `there is no ${kind} ${JSON.stringify(wanted)}`);
}

/** People at a keyboard know names, not ids: a name or group nickname does where exactly one member has it. */
async function postAsMember(
  network: LocalNetwork,
  room: string,
  body: z.infer<typeof roomPost>,
): Promise<{ id: string }> {
  const post = (sender: string) => network.post({ ...given(body), place: { room }, sender });
  // The network takes what the bot says itself; from here it would be words put into its mouth.
  if (body.sender === BOT_ID) throw new AppError('not-a-member', 'nobody can post as the bot');
  try {
    return await post(body.sender);
  } catch (error) {
    if (!(error instanceof AppError) || !['unknown-person', 'not-a-member'].includes(error.code)) throw error;
    const members = (await network.rooms()).find((r) => r.id === room)?.members ?? [];
    const named = members.filter((m) => m.name === body.sender || m.alias === body.sender);
    if (named.length > 1) {
      const ids = named.map((m) => m.id).join(', ');
      throw new AppError(
        'sender-ambiguous',
        `sender: ${named.length} members are called ${body.sender}; give one of the ids ${ids}`,
      );
    }
    if (!named[0]) throw error;
    return post(named[0].id);
  }
}

function given(
  body: z.infer<typeof privatePost> & { mentions?: string[] | undefined },
): Omit<LocalPost, 'place' | 'sender'> {
  return {
    text: body.text,
    ...(body.quote ? { quote: body.quote } : {}),
    ...(body.attachments ? { attachments: body.attachments } : {}),
    ...(body.mentions ? { mentions: body.mentions } : {}),
  };
}
