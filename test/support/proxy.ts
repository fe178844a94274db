import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Proxy {
  /** The address given, by way of the proxy. */
  url: string;
  /** Breaks all connections and refuses new ones, as when the server has gone. */
  cut(): Promise<void>;
  /** Keeps connections open and passes nothing on, as when a cable was pulled. */
  hang(): void;
  heal(): Promise<void>;
  stop(): Promise<void>;
}

/** Stands between a client and a shared server, which a test may not stop. */
export async function proxyTo(address: string): Promise<Proxy> {
  const target = new URL(address);
  const sockets = new Set<Socket>();
  let hanging = false;
  let server: Server | undefined;
  let port = 0;

  async function listen(): Promise<void> {
    server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        // prettier-ignore
        sockets.add(from);
        from.on('data', (chunk) => hanging || to.write(chunk));
        from.on('error', () => to.destroy());
        from.on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
      }
    });
    await new Promise<void>((resolve) => server!.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  }

  async function cut(): Promise<void> {
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    server = undefined;
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  await listen();
  const url = new URL(address);
  url.hostname = '127.0.0.1';
  url.port = `${port}`;
  return {
    url: url.href,
    cut,
    hang: () => void (hanging = true),
    async heal() {
      hanging = false;
      for (const socket of sockets) socket.destroy(); // what hung has missed bytes
      if (!server) await listen();
    },
    stop: cut,
  };
}
