import { openGateway } from '../../src/chat/gateways.js';
import { silentLog, systemClock } from '../../src/core/ports.js';
import { Recorder } from '../support/recorder.js';

// Run by exit.test.ts as a process of its own: it must come to its end without being told to.
const [, , puppet, options] = process.argv;
const config = {
  WECHATY_PUPPET: puppet!,
  WECHATY_PUPPET_OPTIONS: JSON.parse(options!),
  BOT_NAME: '小助手',
  DATA_DIR: 'x',
};
const port = openGateway(config, { log: silentLog, clock: systemClock });
await port.start(new Recorder());
console.log(port.state);
await port.stop();
console.log(port.state);
