import { execFile } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../support/process.js';
import { serviceGateway, type ServiceGateway } from './service-gateway.js';

let gateway: ServiceGateway;
beforeAll(async () => {
  gateway = await serviceGateway();
});
afterAll(() => gateway?.close());

async function run(options: object): Promise<string[]> {
  const script = path.join(ROOT, 'test/chat/stop-and-exit.ts');
  const args = ['--import', 'tsx', script, 'wechaty-puppet-service', JSON.stringify(options)];
  const stdout = await new Promise<string>((resolve, reject) =>
    execFile(process.execPath, args, { cwd: ROOT, timeout: 12_000 }, (error, out) =>
      error ? reject(new Error('it did not end well', { cause: error })) : resolve(out),
    ),
  );
  return stdout.trim().split('\n');
}

test('a stopped gateway leaves nothing that keeps the process alive, and prints nothing', async () => {
  expect(await run(gateway.options)).toEqual(['online', 'stopped']);
});
