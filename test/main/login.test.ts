import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/core/ports.js';
import { createLogin, type Login } from '../../src/store/login.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/ports.js';
import { proxyTo } from '../support/proxy.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ empty: true });
});
afterAll(() => database.drop());

const open: Login[] = [];
afterEach(async () => {
  for (const login of open.splice(0)) await login.stop();
});

function login(gateway: string, url = database.url): { login: Login; said: string[] } {
  const said: string[] = [];
  const made = createLogin({
    url,
    gateway,
    log: silentLog,
    events: {
      gained: async () => void said.push('gained'),
      lost: async () => void said.push('lost'),
      standby: () => void said.push('standby'),
    },
  });
  open.push(made);
  made.start();
  return { login: made, said };
}

describe('the login', () => {
  it('is held by one; the next stands by and takes over when the first stops', async () => {
    const first = login('a');
    await until('the first has it', () => first.login.held());
    const second = login('a');
    await until('the second stands by', () => second.login.standby());
    expect(second.login.held()).toBe(false);
    expect(second.said).not.toContain('gained');
    await first.login.stop();
    await until('the second has it', () => second.login.held());
    expect(second.said.at(-1)).toBe('gained');
    expect(first.said).toEqual(['gained']);
  });

  it('is one for each gateway', async () => {
    const one = login('b');
    const other = login('c');
    await until('both', () => one.login.held() && other.login.held());
  });

  it('is not held while the connection is gone, and is the same login when it comes back', async () => {
    const proxy = await proxyTo(database.url);
    try {
      const one = login('d', proxy.url);
      await until('it has it', () => one.login.held());
      await proxy.cut();
      await until('it knows', () => !one.login.held());
      await proxy.heal();
      await until('it has it again', () => one.login.held());
      expect(one.said).toEqual(['gained']);
    } finally {
      await proxy.stop();
    }
  });

  it('notices a connection that hangs', async () => {
    const proxy = await proxyTo(database.url);
    try {
      const one = login('e', proxy.url);
      await until('it has it', () => one.login.held());
      proxy.hang();
      await until('it knows', () => !one.login.held());
    } finally {
      await proxy.stop();
    }
  });

  it('is lost when somebody else took it in the meantime', async () => {
    const proxy = await proxyTo(database.url);
    try {
      const one = login('f', proxy.url);
      await until('it has it', () => one.login.held());
      await proxy.cut();
      const two = login('f');
      await until('the other takes it', () => two.login.held());
      await proxy.heal();
      await until('the first has lost it', () => one.said.includes('lost'));
      expect(one.login.held()).toBe(false);
      expect(one.login.standby()).toBe(true);
    } finally {
      await proxy.stop();
    }
  });

  it('whose holder could not begin (the database went away meanwhile) is offered again when it is back', async () => {
    const proxy = await proxyTo(database.url);
    let asked = 0;
    const login = createLogin({
      url: proxy.url,
      gateway: 'again',
      log: silentLog,
      events: {
        async gained() {
          asked++;
          if (asked > 1) return true;
          await proxy.cut();
          await until('it knows', () => !login.held());
          return false;
        },
        lost: () => Promise.resolve(),
        standby() {},
      },
    });
    login.start();
    try {
      await until('it was offered', () => asked === 1);
      await until('it is lost', () => !login.held());
      await proxy.heal();
      await until('it is offered again', () => asked === 2);
      expect(login.held()).toBe(true);
    } finally {
      await login.stop();
      await proxy.stop();
    }
  });
});
