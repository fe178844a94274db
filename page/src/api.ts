import type {
  WireAbout,
  WireEntry,
  WireError,
  WireMessage,
  WirePerson,
  WireRoom,
} from '../../src/web/wire.js';

export type { WireAbout, WireEntry, WireMessage, WirePerson, WireRoom };
export type Attachment = WireMessage['attachments'][number];

/** An answer that is no success; `status` 0 where there was no answer at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method };
  if (body instanceof Blob) init.body = body;
  else if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'content-type': 'application/json' };
  }
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch {
    throw new ApiError(0, 'offline', 'no answer');
  }
  if (answer.status === 204) return undefined as T;
  const json: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return json as T;
  const { code = 'unknown', error = '' } = (json ?? {}) as Partial<WireError>;
  throw new ApiError(answer.status, code, error);
}

/** `rooms/r1` or `people/p1`: one conversation, as in the addresses of the API and of the page. */
export type PlaceKey = `rooms/${string}` | `people/${string}`;

export function keyOf(place: WireMessage['place']): PlaceKey {
  return 'room' in place ? `rooms/${place.room}` : `people/${place.person}`;
}

export function idOf(key: PlaceKey): string {
  return key.slice(key.indexOf('/') + 1);
}

const at = (key: PlaceKey) =>
  `/api/local/${key.slice(0, key.indexOf('/'))}/${encodeURIComponent(idOf(key))}/messages`;

export interface NewMessage {
  sender: string;
  text: string;
  quote?: string;
  mentions?: string[];
  attachments?: Attachment[];
}

export const api = {
  about: () => call<WireAbout>('GET', '/api/about'),
  rooms: () => call<WireRoom[]>('GET', '/api/local/rooms'),
  people: () => call<WirePerson[]>('GET', '/api/local/people'),
  latest: () => call<WireMessage[]>('GET', '/api/local/latest'),
  messages: (key: PlaceKey, after?: string) =>
    call<WireMessage[]>('GET', at(key) + (after ? `?after=${encodeURIComponent(after)}` : '')),
  post: (key: PlaceKey, message: NewMessage) => call<{ id: string }>('POST', at(key), message),
  recall: (id: string) => call<void>('DELETE', `/api/local/messages/${encodeURIComponent(id)}`),
  upload: (file: File) =>
    call<Attachment>('POST', `/api/local/uploads?name=${encodeURIComponent(file.name.slice(0, 200))}`, file),
  /** What was understood, as far as `as` may see it. */
  records: (room: string, as: string, limit = 100) =>
    call<WireEntry[]>('GET', `/api/records?${new URLSearchParams({ room, as, limit: String(limit) })}`),
  entry: (message: string, as: string) =>
    call<WireEntry>('GET', `/api/messages/${encodeURIComponent(message)}?${new URLSearchParams({ as })}`),
};

const SAYS: Record<string, string> = {
  offline: '连不上服务，请稍后再试',
  'database-away': '数据库暂时连不上，请稍后再试',
  'too-large': '内容太大：文字不超过 1 MB，图片不超过 5 MB',
  'unsupported-type': '只能发送 PNG、JPEG、GIF、WebP 图片',
  'already-recalled': '这条消息已经撤回过了',
  'not-a-member': '发言人不在这个群里，请换一个身份',
  'unknown-room': '这个群已不存在',
  'unknown-person': '查无此人，请换一个身份',
  'unknown-message': '这条消息已不存在',
  'text-empty': '不能发送空白消息',
  'wrong-origin': '请从本机地址打开本页',
  'not-known': '名册里没有这个人，请换一个身份，或先在名册里补上',
  'not-yours': '不在这个身份负责的范围内；这次查看已记入留痕',
  'not-found': '没有找到',
};

/** What went wrong, as the page says it. */
export function saysOf(error: unknown): string {
  if (!(error instanceof ApiError)) return '页面出错了，请刷新重试';
  return SAYS[error.code] ?? `没有成功（${error.status}）：${error.message}`;
}
