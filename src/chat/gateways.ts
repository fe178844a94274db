import { createRequire } from 'node:module';
import path from 'node:path';
import { helpers } from 'wechaty-puppet';
import type { Config } from '../core/config.js';
import type { ChatPort } from '../core/chat.js';
import { AppError } from '../core/errors.js';
import type { Clock, Log } from '../core/ports.js';
import { createChatPort } from './bot.js';
import { puppetMissing } from './errors.js';
import { gatewayName } from './gateway-name.js';
import type { LocalNetwork } from './local/network.js';
import { LocalPuppet } from './local/puppet.js';
import { withoutPayloadStore, withoutStrayRejections } from './service-quirks.js';
import type { Timing } from './timing.js';
import type { PuppetInterface } from './wechaty.js';

export interface GatewayDeps {
  log: Log;
  clock: Clock;
  /** For WECHATY_PUPPET=local: the groups, and after which number to begin (see LocalPuppetOptions). */
  local?: { network: LocalNetwork; from: () => Promise<bigint> };
  concurrency?: number;
  timing?: Partial<Timing>;
  /** Stars out numbers in nicknames before they are said (default: nothing is). */
  mask?: ((text: string) => string) | undefined;
}

type GatewayConfig = Pick<Config, 'WECHATY_PUPPET' | 'WECHATY_PUPPET_OPTIONS' | 'BOT_NAME' | 'DATA_DIR'>;

/** The gateway that the settings name. Throws an AppError where its puppet is not installed. Nothing is started yet. */
export function openGateway(config: GatewayConfig, deps: GatewayDeps): ChatPort {
  const { log, clock, concurrency, timing, mask } = deps;
  const common = {
    gateway: gatewayName(config),
    log,
    clock,
    mask,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(timing === undefined ? {} : { timing }),
  };
  if (config.WECHATY_PUPPET === 'local') {
    const { local } = deps;
    if (!local)
      throw new AppError('config-invalid', 'WECHATY_PUPPET=local needs the local groups, which are not open');
    return createChatPort({
      ...common,
      puppet: async () => new LocalPuppet({ ...local, botName: config.BOT_NAME }),
    });
  }
  const name = config.WECHATY_PUPPET;
  mustBeInstalled(name);
  return createChatPort({
    ...common,
    puppet: () => newPuppet(name, config.WECHATY_PUPPET_OPTIONS),
    // A login that survives a restart spares somebody the QR code.
    memory: path.resolve(config.DATA_DIR, `wechaty-${common.gateway.replaceAll(/[^\w.-]/g, '_')}`),
  });
}

function mustBeInstalled(name: string): void {
  try {
    createRequire(import.meta.url).resolve(name);
  } catch (error) {
    // A package for `import` only is there all the same.
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') throw puppetMissing(name, error);
  }
}

async function newPuppet(name: string, options: Record<string, unknown>): Promise<PuppetInterface> {
  try {
    const puppet = await helpers.resolvePuppet({
      puppet: name as 'wechaty-puppet-service',
      puppetOptions: options,
    });
    return withoutStrayRejections(withoutPayloadStore(puppet));
  } catch (error) {
    throw puppetMissing(name, error);
  }
}
