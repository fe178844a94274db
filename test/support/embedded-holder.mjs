// Holds an embedded server until SIGTERM: for tests that kill it or its holder. Runs what is built.
import { startEmbedded } from '../../dist/store/embedded/server.js';

const say = (fields, message) => console.log(`${message} ${JSON.stringify(fields)}`);
const log = { debug() {}, info: say, warn: say, error: say, child: () => log };

try {
  const server = await startEmbedded({ dataDir: process.env.DATA_DIR, log });
  console.log(`READY ${JSON.stringify({ url: server.url, how: server.how, pid: server.pid() })} END`);
  const keep = setInterval(() => {}, 1000);
  process.on('SIGTERM', () => {
    clearInterval(keep);
    void server.stop();
  });
} catch (error) {
  console.log(`FAILED ${error.message} END`);
}
