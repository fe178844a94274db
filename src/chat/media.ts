import type { Attachment } from '../core/chat.js';
import { types } from './wechaty.js';

/** What stands in the text where a message is something else than text. */
const MARKERS: Partial<Record<types.Message, string>> = {
  [types.Message.Attachment]: '[文件]',
  [types.Message.Audio]: '[语音]',
  [types.Message.Contact]: '[名片]',
  [types.Message.Emoticon]: '[表情]',
  [types.Message.Image]: '[图片]',
  [types.Message.Location]: '[位置]',
  [types.Message.MiniProgram]: '[小程序]',
  [types.Message.Transfer]: '[转账]',
  [types.Message.RedEnvelope]: '[红包]',
  [types.Message.Url]: '[链接]',
  [types.Message.Video]: '[视频]',
  [types.Message.Post]: '[动态]',
};

/** A merged forward of other people's messages. */
export const FORWARD_MARKER = '[聊天记录]';

export function markerOf(type: types.Message): string {
  return MARKERS[type] ?? '[其他消息]';
}

/** Several files of one message are named one a line. */
export const FILENAME_SEPARATOR = '\n';

const MEDIA_TYPES: Record<string, string> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  pdf: 'application/pdf',
  txt: 'text/plain',
  csv: 'text/csv',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

/** The media type that a name's ending stands for. */
export function mediaTypeOf(name: string): string | undefined {
  return MEDIA_TYPES[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''];
}

/** What is known of the files of a message without fetching them. */
export function attachmentsOf(type: types.Message, filename: string | undefined): Attachment[] {
  const image = type === types.Message.Image;
  const names = (filename ?? '').split(FILENAME_SEPARATOR).filter((name) => name !== '');
  if (names.length === 0) names.push(image ? '图片' : '文件');
  return names.map((name) => {
    return { name, type: mediaTypeOf(name) ?? (image ? 'image/jpeg' : 'application/octet-stream') };
  });
}
