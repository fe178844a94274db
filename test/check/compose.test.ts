import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configSchema } from '../../src/core/config.js';

interface Service {
  image: string;
  build?: string;
  command?: string;
  environment: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  volumes?: string[];
  ports?: string[];
  networks: string[];
  stop_grace_period?: string;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  volumes: object;
  networks: Record<string, { internal?: boolean }>;
};
const { services } = compose;
const roles = ['chat', 'work', 'web'] as const;

test('the three roles run as services of their own, each with its role only', () => {
  for (const role of roles) expect(services[role]!.environment['ROLES']).toBe(role);
});

test('what the roles are told are settings of the product', () => {
  for (const role of roles) {
    for (const name of Object.keys(services[role]!.environment))
      expect(configSchema.shape).toHaveProperty(name);
  }
});

test('every role waits for a healthy database and queue, and gets time to stop', () => {
  for (const role of roles) {
    const service = services[role]!;
    expect(service.depends_on).toEqual({
      postgres: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
    });
    expect(Number.parseInt(service.stop_grace_period!)).toBeGreaterThanOrEqual(30);
  }
  for (const name of ['postgres', 'redis'])
    expect(services[name]!.healthcheck?.test.length).toBeGreaterThan(1);
});

test('redis keeps what it has and refuses to evict', () => {
  expect(services['redis']!.command).toMatch(/--appendonly yes/);
  expect(services['redis']!.command).toMatch(/--maxmemory-policy noeviction/);
  expect(services['redis']!.volumes).toEqual(['redis:/data']);
});

test('postgres is 15 or later, sorts by C.UTF-8 and keeps its files in a volume', () => {
  const [, version] = /^postgres:(\d+)/.exec(services['postgres']!.image)!;
  expect(Number(version)).toBeGreaterThanOrEqual(15);
  expect(services['postgres']!.environment['POSTGRES_INITDB_ARGS']).toMatch(
    /--encoding=UTF8 --locale=C\.UTF-8/,
  );
  expect(services['postgres']!.volumes).toEqual(['postgres:/var/lib/postgresql/data']);
});

test('no secret stands in the file: each must be given', () => {
  for (const name of ['POSTGRES_PASSWORD', 'DATA_KEY']) {
    const uses = [...text.matchAll(new RegExp(`\\$\\{${name}([^}]*)\\}`, 'g'))];
    expect(uses.length).toBeGreaterThan(0);
    for (const use of uses) expect(use[1]).toMatch(/^:\?/);
  }
  for (const [name, service] of Object.entries(services)) {
    for (const [key, value] of Object.entries(service.environment ?? {})) {
      if (/PASSWORD|KEY|TOKEN|SECRET/.test(key)) expect(value, `${name}.${key}`).toMatch(/^\$\{\w+:\?/);
    }
  }
});

test('database and queue are open to the roles alone, the page to this machine alone', () => {
  expect(compose.networks['inside']!.internal).toBe(true);
  for (const name of ['postgres', 'redis']) {
    expect(services[name]!.ports).toBeUndefined();
    expect(services[name]!.networks).toEqual(['inside']);
  }
  expect(services['web']!.ports).toEqual(['${BIND:-127.0.0.1}:${HTTP_PORT:-3000}:3000']);
});

test('the image is built in two stages, runs without rights and says how it is', () => {
  const docker = readFileSync('Dockerfile', 'utf8');
  const last = docker.slice(docker.lastIndexOf('\nFROM '));
  expect(docker.match(/^FROM /gm)).toHaveLength(2);
  expect(docker).toMatch(/^ARG NODE_IMAGE=node:20-bookworm-slim$/m);
  expect(last).toMatch(/^USER node$/m);
  expect(last).toMatch(/^HEALTHCHECK [\s\S]*\/healthz/m);
  expect(last).not.toMatch(/npm (ci|install)/);
  const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
  for (const name of ['.env', '.git', 'node_modules', 'data']) expect(ignored).toContain(name);
});
