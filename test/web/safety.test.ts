import { request } from 'node:http';
import { mkdtempSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAway } from '../../src/web/errors.js';
import { openCounty, rooms, visitEntry, type County } from './county.js';
import { memoryNetwork, type MemoryNetwork } from './memory-network.js';

let county: County;
let network: MemoryNetwork;
beforeEach(async () => {
  network = memoryNetwork(rooms());
  county = await openCounty({ network });
});
afterEach(() => county.stop());

/** fetch() does not let a test set Host. */
function raw(method: string, path: string, headers: Record<string, string>, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: county.web.port, method, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    call.on('error', reject);
    call.end(body);
  });
}
const own = () => `127.0.0.1:${county.web.port}`;
const message = JSON.stringify({ sender: 'p1', text: 'x' });
const path = '/api/local/rooms/r1/messages';

describe('who may call', () => {
  it('takes calls of its own pages and of tools', async () => {
    expect(await raw('POST', path, { host: own() }, message)).toBe(201);
    expect(await raw('POST', path, { host: own(), origin: `http://${own()}` }, message)).toBe(201);
    expect(
      await raw('POST', path, { host: 'localhost:8080', origin: 'http://localhost:8080' }, message),
    ).toBe(201); // a forwarded port
    expect(await raw('GET', path, { host: '[::1]:3000' })).toBe(200);
  });

  it.each([
    ['another origin', { origin: 'http://evil.test' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['another site without an origin', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses to change anything for %s', async (_who, headers) => {
    expect(await raw('POST', path, { host: own(), ...headers }, message)).toBe(403);
    expect(await raw('DELETE', '/api/local/messages/m1', { host: own(), ...headers })).toBe(403);
  });

  it('refuses a name that was pointed at this address', async () => {
    expect(await raw('GET', path, { host: 'evil.test' })).toBe(403);
    expect(await raw('POST', path, { host: 'evil.test', origin: 'http://evil.test' }, message)).toBe(403);
    expect(await raw('GET', path, { host: '127.0.0.1.evil.test' })).toBe(403);
    await county.stop();
    county = await openCounty({ hosts: ['cuncun.example.cn'] });
    expect(await raw('GET', path, { host: 'cuncun.example.cn' })).toBe(200);
  });

  it('sends the headers that keep a page in bounds', async () => {
    const answer = await county.call('GET', '/api/local/rooms');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toMatch(
      /default-src 'self'.*object-src 'none'.*frame-ancestors 'none'/,
    );
    expect(answer.headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/);
  });
});

describe('pictures', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const upload = (body: Uint8Array, name = '走访照片.png') =>
    fetch(`${county.url}/api/local/uploads?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      body: new Blob([new Uint8Array(body)]),
    });

  it('are kept, posted and shown', async () => {
    const answer = await upload(png);
    expect(answer.status).toBe(201);
    const picture = (await answer.json()) as { name: string; type: string; url: string };
    expect(picture).toMatchObject({ name: '走访照片.png', type: 'image/png' });
    expect((await county.call('POST', path, { sender: 'p1', text: '', attachments: [picture] })).status).toBe(
      201,
    );
    const [shown] = (await (await county.call('GET', path)).json()) as { attachments: unknown[] }[];
    expect(shown!.attachments).toEqual([picture]);
    const file = await fetch(county.url + picture.url);
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await file.arrayBuffer()).equals(png)).toBe(true);
  });

  it('are refused where they are none, too large, or elsewhere', async () => {
    expect((await upload(Buffer.from('<svg onload=alert(1)>'), 'x.png')).status).toBe(415);
    expect((await upload(Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024)]))).status).toBe(413);
    for (const file of ['nope.png', '..%2f..%2fetc%2fpasswd', '00000000-0000-7000-8000-000000000000.png']) {
      expect((await county.call('GET', `/api/local/uploads/${file}`)).status).toBe(404);
    }
  });

  it('leave nothing half written', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'cuncunbao-uploads-'));
    await county.stop();
    county = await openCounty({ uploadsDir: dir });
    await upload(png);
    expect(readdirSync(dir).filter((f) => !/^[0-9a-f-]{36}\.png$/.test(f))).toEqual([]);
  });
});

describe('live updates', () => {
  const lines = async (reader: ReadableStreamDefaultReader<Uint8Array>, until: RegExp) => {
    let text = '';
    while (!until.test(text)) {
      const { done, value } = await reader.read();
      if (done) break;
      text += Buffer.from(value).toString();
    }
    return text;
  };

  it('bring what is new and nothing of before, to every page', async () => {
    await county.call('POST', path, { sender: 'p1', text: 'before' });
    const streams = await Promise.all([1, 2].map(() => fetch(`${county.url}/api/local/events`)));
    expect(streams[0]!.headers.get('content-type')).toContain('text/event-stream');
    const readers = streams.map((s) => s.body!.getReader());
    for (const reader of readers) await lines(reader, /event: ready/);
    await county.call('POST', path, { sender: 'p1', text: 'after' });
    await county.call('POST', '/api/local/people/p2/messages', { text: 'private' });
    for (const reader of readers) {
      const text = await lines(reader, /"text":"private"/);
      expect(text).toMatch(/event: message\nid: 2\ndata: \{"id":"m2".*"text":"after"/);
      expect(text).not.toContain('before');
    }
    for (const reader of readers) await reader.cancel();
  });

  it('name the newest message of each conversation', async () => {
    await county.call('POST', path, { sender: 'p1', text: 'old' });
    await county.call('POST', path, { sender: 'p1', text: 'new' });
    await county.call('POST', '/api/local/people/p2/messages', { text: 'private' });
    const latest = async () =>
      ((await (await county.call('GET', '/api/local/latest')).json()) as { text: string }[]).map(
        (m) => m.text,
      );
    expect(await latest()).toEqual(['new', 'private']);
    await county.network.bot({ room: 'r2' }, 'newer');
    expect(await latest()).toEqual(['new', 'private', 'newer']);
  });

  it('hold nothing of a page that went away, and end with the server', async () => {
    const left = network.listeners;
    const gone = new AbortController();
    for (let i = 0; i < 20; i++) await fetch(`${county.url}/api/local/events`, { signal: gone.signal });
    gone.abort();
    const stays = await fetch(`${county.url}/api/local/events`);
    const reader = stays.body!.getReader();
    expect(network.listeners).toBe(left); // one reader of the network, whatever the number of pages
    await county.stop();
    while (!(await reader.read()).done);
    expect(network.listeners).toBe(0);
    county = await openCounty();
  });
});

describe('the ledger', () => {
  it('tells what was understood of a message', async () => {
    const text = '户主：田大川 时间：3月18日 人均纯收入：1.26万元';
    county.entries.set('m1', visitEntry('m1', text));
    const entry = (await (await county.call('GET', '/api/messages/m1?as=p1')).json()) as Record<
      string,
      unknown
    >;
    expect(entry).toMatchObject({
      message: 'm1',
      state: 'done',
      missing: ['village'],
      sentAt: '2026-03-18T09:30:00.000+08:00',
    });
    expect(entry.trace).toContainEqual({
      record: 0,
      field: 'householder',
      value: '田大川',
      from: 3,
      to: 6,
      rule: 'label:户主',
      certainty: 'stated',
    });
    expect(await (await county.call('GET', '/api/records?as=p1&message=m1')).json()).toEqual([entry]);
    expect(await (await county.call('GET', '/api/records?as=p1&room=r1&limit=5')).json()).toEqual([entry]);
    expect(await (await county.call('GET', '/api/records?as=p1&message=m2')).json()).toEqual([]);
  });
});

describe('pages', () => {
  it('come with caching that fits; every other path is the page', async () => {
    const pageDir = mkdtempSync(join(tmpdir(), 'cuncunbao-page-'));
    mkdirSync(join(pageDir, 'assets'));
    writeFileSync(join(pageDir, 'index.html'), '<!doctype html><title>村村报</title>');
    writeFileSync(join(pageDir, 'assets/app-1a2b.js'), 'export const long = 1;'.repeat(200));
    await county.stop();
    county = await openCounty({ pageDir });
    for (const at of ['/', '/rooms/r1']) {
      const answer = await county.call('GET', at);
      expect(await answer.text()).toContain('村村报');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      const again = await county.call('GET', at, undefined, { 'if-none-match': answer.headers.get('etag')! });
      expect(again.status).toBe(304);
    }
    const asset = await county.call('GET', '/assets/app-1a2b.js');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-encoding')).toBe('gzip');
    expect((await county.call('GET', '/assets/gone.js')).status).toBe(404);
    expect(await raw('GET', '/../../../etc/passwd', { host: own() })).toBe(200); // the page, not the file
  });

  it('say what to do where they are not built', async () => {
    const answer = await county.call('GET', '/');
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('npm run build')]);
  });
});

describe('start and stop', () => {
  it('names a port that is taken', async () => {
    await expect(openCounty({ port: county.web.port })).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining('PORT'),
    });
  });

  it('tells an absent database from other faults', () => {
    expect(isAway(Object.assign(new Error('x'), { code: 'P1001' }))).toBe(true);
    expect(
      isAway(
        new Error('q', { cause: Object.assign(new Error('y'), { cause: { kind: 'DatabaseNotReachable' } }) }),
      ),
    ).toBe(true);
    expect(isAway(new AggregateError([Object.assign(new Error('z'), { code: 'ECONNREFUSED' })]))).toBe(true);
    expect(isAway(Object.assign(new Error('unique'), { code: 'P2002' }))).toBe(false);
    expect(isAway(Object.assign(new Error('file'), { code: 'ENOENT' }))).toBe(false);
  });
});
