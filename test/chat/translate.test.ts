import { describe, expect, test } from 'vitest';
import { splitQuote } from '../../src/chat/quote.js';
import { type Surroundings, translate } from '../../src/chat/translate.js';
import { types, type payloads } from '../../src/chat/wechaty.js';

const now = new Date('2026-03-18T09:30:00+08:00');
const around: Surroundings = {
  gateway: 'g',
  bot: { id: 'bot', name: '小助手' },
  room: { id: 'r', topic: '群' },
  sender: { id: 'p', name: '李强' },
  now,
};
const said = (payload: Partial<payloads.Message>, surroundings: Partial<Surroundings> = {}) =>
  translate(
    {
      id: 'm',
      talkerId: 'p',
      roomId: 'r',
      type: types.Message.Text,
      timestamp: now.getTime(),
      ...payload,
    },
    { ...around, ...surroundings },
  );
const app = (type: number, inner: string) =>
  `<?xml version="1.0"?>\n<msg><appmsg appid="" sdkver="0"><title>${inner.startsWith('<') ? '' : inner}</title>${inner.startsWith('<') ? inner : ''}<des>说明</des><type>${type}</type></appmsg><fromusername>p</fromusername></msg>`;

describe('relays', () => {
  const text = '#接龙\n本周走访\n\n1. 李强 3户';
  test.each([
    ['text', { text }],
    ['traditional head', { text: '#接龍\n走訪' }],
    ['english head', { text: '#Group Note\n走访\n1. 李强' }],
    ['blank lines first', { text: '\n\n#接龙 走访\n1. 李强' }],
    ['GroupNote', { type: types.Message.GroupNote, text: '走访\n1. 李强' }],
  ])('%s', (_, payload) => {
    expect(said(payload)).toMatchObject({ type: 'relay', text: payload.text });
  });

  test.each([types.Message.Unknown, types.Message.GroupNote, types.Message.Url, types.Message.Attachment])(
    'app message 53 given as type %i',
    (type) => {
      const xml = app(53, '#接龙&#x0A;走访 &lt;三组&gt; &amp; 二组\n1. 李强');
      expect(said({ type, text: xml })).toMatchObject({
        type: 'relay',
        text: '#接龙\n走访 <三组> & 二组\n1. 李强',
      });
    },
  );

  test('the words inside a sentence are only words', () => {
    expect(said({ text: '请参加#接龙' })).toMatchObject({ type: 'text' });
  });
});

describe('quoted replies', () => {
  test('as an app message, with the sender and what was quoted', () => {
    const xml = `<msg><appmsg><title>4人，二组</title><type>57</type><refermsg><type>1</type><svrid>9</svrid><displayname>王芳</displayname><content>王家几口人？</content></refermsg></appmsg></msg>`;
    expect(said({ type: types.Message.Unknown, text: xml })).toMatchObject({
      type: 'text',
      text: '4人，二组',
      quoted: { sender: '王芳', text: '王家几口人？' },
    });
  });

  test('of an app message in its turn: its title', () => {
    const inner =
      '&lt;msg&gt;&lt;appmsg&gt;&lt;title&gt;原来的话&lt;/title&gt;&lt;type&gt;57&lt;/type&gt;&lt;/appmsg&gt;&lt;/msg&gt;';
    const xml = `<msg><appmsg><title>是的</title><type>57</type><refermsg><type>49</type><content>${inner}</content></refermsg></appmsg></msg>`;
    expect(said({ type: types.Message.Unknown, text: xml })).toMatchObject({
      text: '是的',
      quoted: { text: '原来的话' },
    });
  });

  const line = '- - - - - - - - - - - - - - -';
  test.each([
    [`「王芳：几口人」\n${line}\n4人`, { quoted: { sender: '王芳', text: '几口人' }, reply: '4人' }],
    [
      `「王芳: 几口人\n哪个组」\r\n${line}\r\n4人`,
      { quoted: { sender: '王芳', text: '几口人\n哪个组' }, reply: '4人' },
    ],
    [`「没有冒号的话」\n${line}\n好`, { quoted: { text: '没有冒号的话' }, reply: '好' }],
    [
      `「甲：「乙：原话」\n${line}\n回话」\n${line}\n再回`,
      { quoted: { sender: '甲', text: `「乙：原话」\n${line}\n回话` }, reply: '再回' },
    ],
    [`「甲：少一个括号「」\n${line}\n好`, { quoted: { sender: '甲', text: '少一个括号「' }, reply: '好' }],
    [`「甲：」\n${line}\n`, { quoted: { sender: '甲', text: '' }, reply: '' }],
  ])('text form %#', (text, expected) => {
    expect(splitQuote(text)).toEqual(expected);
  });

  test.each(['「重要」今天开会', '说「王芳：好」\n- - - - - - -\n', '「没有结尾'])('%j is none', (text) => {
    expect(splitQuote(text)).toBeUndefined();
    expect(said({ text })).toMatchObject({ text });
  });

  // Where one of these were quadratic, the test would run into its time limit.
  test('hostile texts are read in linear time', () => {
    splitQuote('「' + '」\n- - - - - '.repeat(100_000));
    splitQuote('「甲：' + '「'.repeat(300_000) + `」\n${line}\n`.repeat(10_000));
    said({ type: types.Message.Unknown, text: '<appmsg' + '<title '.repeat(200_000) });
    expect(splitQuote('「'.repeat(400_000))).toBeUndefined();
  });
});

describe('other kinds', () => {
  test('a merged forward keeps its marker: others said it', () => {
    const xml = app(19, '群聊的聊天记录');
    expect(said({ type: types.Message.Unknown, text: xml })).toMatchObject({
      type: 'text',
      text: '[聊天记录] 群聊的聊天记录\n说明',
    });
    expect(said({ type: types.Message.ChatHistory, text: xml })?.text).toContain('[聊天记录]');
  });

  test('a recall names what it recalls, also where the gateway gives the XML of the notice', () => {
    expect(said({ type: types.Message.Recalled, text: '12345' })).toMatchObject({
      type: 'recall',
      recalls: '12345',
      text: '',
    });
    const xml =
      '<sysmsg type="revokemsg"><revokemsg><msgid>1</msgid><newmsgid>777</newmsgid></revokemsg></sysmsg>';
    expect(said({ type: types.Message.Recalled, text: xml })?.recalls).toBe('777');
    const notice = said({ type: types.Message.Recalled, text: '"李强" 撤回了一条消息' });
    expect(notice).toMatchObject({ type: 'recall' });
    expect(notice?.recalls).toBeUndefined();
  });

  test.each(['"李强"邀请"王芳"加入了群聊', '', '<sysmsg type="pat">拍了拍</sysmsg>'])(
    'the system saying %j is nobody',
    (text) => {
      expect(said({ type: types.Message.Unknown, text })).toBeUndefined();
    },
  );

  test.each([
    [types.Message.Audio, '[语音]'],
    [types.Message.Video, '[视频]'],
    [types.Message.Location, '[位置]'],
    [types.Message.Emoticon, '[表情]'],
    [types.Message.RedEnvelope, '[红包]'],
  ])('type %i is %s', (type, text) => {
    expect(said({ type, text: '<xml/>' })).toMatchObject({ type: 'other', text });
  });

  test('files have a name and a type without being fetched', () => {
    expect(said({ type: types.Message.Attachment, filename: '走访表.XLSX' })).toMatchObject({
      type: 'file',
      text: '[文件]',
      attachments: [
        { name: '走访表.XLSX', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
      ],
    });
    expect(said({ type: types.Message.Image, text: '<msg><img/></msg>' })).toMatchObject({
      type: 'image',
      text: '[图片]',
      attachments: [{ name: '图片', type: 'image/jpeg' }],
    });
    expect(said({ type: types.Message.Image, filename: 'a.png\nb.jpg', text: '厨房' })).toMatchObject({
      text: '厨房',
      attachments: [
        { name: 'a.png', type: 'image/png' },
        { name: 'b.jpg', type: 'image/jpeg' },
      ],
    });
  });
});

describe('mentions', () => {
  test.each([
    ['by id', { text: '看一下', mentionIdList: ['bot'] }, true],
    ['by name only', { text: '@小助手 看一下' }, true],
    ['full width', { text: '＠小助手看一下' }, true],
    ['everybody is nobody in particular', { text: '@所有人 开会', mentionIdList: ['p', 'bot', 'q'] }, false],
    ['everybody and the bot', { text: '@所有人 @小助手 开会', mentionIdList: ['bot'] }, true],
    ['somebody else', { text: '@王芳', mentionIdList: ['q'] }, false],
  ])('%s', (_, payload, expected) => {
    expect(said(payload)?.mentionsBot).toBe(expected);
  });

  test('by the nickname that the bot has in the room', () => {
    const bot = { id: 'bot', name: '小助手', alias: '村报员' };
    expect(said({ text: '@村报员 在吗' }, { bot })?.mentionsBot).toBe(true);
  });
});

test('times in seconds, in milliseconds, and none', () => {
  expect(said({ timestamp: 1773797400 })?.sentAt).toEqual(new Date(1773797400_000));
  expect(said({ timestamp: 1773797400_123 })?.sentAt).toEqual(new Date(1773797400_123));
  for (const timestamp of [0, Number.NaN, -5, Infinity]) expect(said({ timestamp })?.sentAt).toEqual(now);
});
