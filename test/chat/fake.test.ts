import { createChatPort } from '../../src/chat/bot.js';
import { QUOTE_LINE } from '../../src/chat/quote.js';
import { types } from '../../src/chat/wechaty.js';
import { silentLog, systemClock } from '../../src/core/ports.js';
import { CAST, gatewayConformance } from '../support/conformance.js';
import { FakePuppet } from '../support/fake-puppet.js';
import { FAST } from './local-far.js';

gatewayConformance('fake', async () => {
  const puppet = new FakePuppet();
  for (const { id, name } of CAST.people) puppet.addPerson(id, name);
  for (const { id, topic, members } of CAST.rooms) {
    puppet.addRoom(id, {
      topic,
      members: members.map((m) => m.id),
      aliases: Object.fromEntries(members.map((m) => [m.id, ('alias' in m ? m.alias : '') ?? ''])),
    });
  }
  const texts = new Map<string, { sender: string; text: string }>();
  return {
    far: {
      async post({ room, sender, text = '', mentions, quote, image }) {
        const quoted = quote ? texts.get(quote) : undefined;
        const shown = quoted?.sender === 'p2' ? '老王' : '李强';
        const id = puppet.emitMessage({
          ...(room === undefined ? {} : { room }),
          sender,
          text: quoted ? `「${shown}：${quoted.text}」\n${QUOTE_LINE}\n${text}` : text,
          ...(mentions ? { mentions } : {}),
          ...(image ? { type: types.Message.Image, filename: image } : {}),
        });
        texts.set(id, { sender, text });
        return id;
      },
      async recall(id) {
        puppet.recall(id);
      },
      async join(room, person) {
        puppet.join(room, [person]);
      },
      async leave(room, person) {
        puppet.leave(room, [person]);
      },
      async rename(room, topic) {
        puppet.rename(room, topic);
      },
      async said(to) {
        const target = 'room' in to ? to.room : to.person;
        return puppet.said
          .filter((s) => s.to === target && s.delivered)
          .map(({ id, text }) => ({ id, text }));
      },
      async saved() {},
    },
    port: () => createChatPort({ puppet, gateway: 'fake', log: silentLog, clock: systemClock, timing: FAST }),
    replays: false,
    async close() {},
  };
});
