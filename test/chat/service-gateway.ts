import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PuppetServer } from 'wechaty-puppet-service';
import { openGateway } from '../../src/chat/gateways.js';
import { LocalPuppet } from '../../src/chat/local/puppet.js';
import type { ChatPort } from '../../src/core/chat.js';
import { type Log, silentLog, systemClock } from '../../src/core/ports.js';
import { freePort } from '../support/ports.js';
import { type Proxy, proxyTo } from '../support/proxy.js';
import { FAST, localFar, type LocalFar } from './local-far.js';

export interface ServiceGateway extends LocalFar {
  port(log?: Log): ChatPort;
  /** WECHATY_PUPPET_OPTIONS for it. */
  options: Record<string, unknown>;
  /** The line between the bot and the gateway. */
  line: Proxy;
  /** The gateway process dies: the server, its connections and its puppet. */
  die(): Promise<void>;
  revive(): Promise<void>;
  /** What was left in the folder that the gateway may write to. */
  files(): Promise<string[]>;
}

/** The local groups behind a real puppet service, over gRPC on the loopback. */
export async function serviceGateway(): Promise<ServiceGateway> {
  const local = await localFar();
  const endpoint = `127.0.0.1:${await freePort()}`;
  const line = await proxyTo(`http://${endpoint}`);
  const token = `insecure_${randomUUID()}`;
  const folder = await mkdtemp(path.join(tmpdir(), 'cuncun-service-'));
  let server: PuppetServer | undefined;
  let puppet: LocalPuppet | undefined;

  const revive = async () => {
    puppet = new LocalPuppet({ network: local.network, botName: '小助手', from: local.from });
    puppet.on('error', () => {});
    server = new PuppetServer({ endpoint, puppet, token, tls: { disable: true } });
    await server.start();
  };
  const die = async () => {
    await server?.stop();
    await puppet?.stop();
    server = puppet = undefined;
  };
  await revive();

  const options = { token, endpoint: new URL(line.url).host, tls: { disable: true } };
  const config = {
    WECHATY_PUPPET: 'wechaty-puppet-service',
    WECHATY_PUPPET_OPTIONS: options,
    BOT_NAME: '小助手',
    DATA_DIR: folder,
  };
  return {
    ...local,
    options,
    line,
    port: (log = silentLog) => openGateway(config, { log, clock: systemClock, timing: FAST }),
    die,
    revive,
    files: () => readdir(folder),
    async close() {
      await line.stop();
      await die();
      await local.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
