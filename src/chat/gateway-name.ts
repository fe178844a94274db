import type { Config } from '../core/config.js';

/** The name under which everything that came through this gateway is kept. */
export function gatewayName(config: Pick<Config, 'WECHATY_PUPPET'>): string {
  return config.WECHATY_PUPPET.replace(/^wechaty-puppet-/, '');
}
