import { openGateway } from '../../src/chat/gateways.js';
import { silentLog, systemClock } from '../../src/core/ports.js';
import { gatewayConformance } from '../support/conformance.js';
import { FAST, localFar } from './local-far.js';

gatewayConformance('local', async () => {
  const { far, network, from, close } = await localFar();
  const config = {
    WECHATY_PUPPET: 'local',
    WECHATY_PUPPET_OPTIONS: {},
    BOT_NAME: '小助手',
    DATA_DIR: 'unused',
  };
  const deps = { log: silentLog, clock: systemClock, local: { network, from }, timing: FAST };
  return { far, port: () => openGateway(config, deps), replays: true, close };
});
