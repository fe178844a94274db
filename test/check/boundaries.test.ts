import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

/** A tiny checkout with our rules, in which everything is wrong that they are there for. */
const dir = mkdtempSync(path.join(tmpdir(), 'cuncunbao-boundaries-'));
afterAll(() => rmSync(dir, { recursive: true }));

const files: Record<string, string> = {
  'src/core/words.ts': `import 'zod';\nimport 'yaml';\nimport 'node:fs';\nexport const a = 1;\n`,
  'src/understand/read.ts': `import 'node:fs';\nimport '../store/rows.js';\nexport const b = 1;\n`,
  'src/act/decide.ts': `import type { T } from '../reply/say.js';\nimport { t } from '../reply/say.js';\nexport const c: T = t;\n`,
  'src/reply/say.ts': `import '../core/words.js';\nexport type T = number;\nexport const t = 1;\n`,
  'src/inbox/take.ts': `import 'bullmq';\nimport '@prisma/client';\nimport '../chat/bot.js';\nimport './gone.js';\n`,
  'src/chat/bot.ts': `import 'wechaty-puppet';\nimport '../core/words.js';\nexport const d = 1;\n`,
  'src/store/rows.ts': `import './more.js';\nimport '../core/words.js';\nexport const e = 1;\n`,
  'src/store/more.ts': `import './rows.js';\nexport const f = 1;\n`,
  'src/misc/any.ts': `import '../core/words.js';\n`,
  'src/web/serve.ts': `import '../store/rows.js';\nimport 'hono';\nimport 'vite';\n`,
  'page/src/main.tsx': `import { e } from '../../src/store/rows.js';\nexport const g = e;\n`,
};

test('the import rules refuse what they are there for, and nothing else', { timeout: 60_000 }, () => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), text);
  }
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
    cpSync(name, path.join(dir, name));
  symlinkSync(path.resolve('node_modules'), path.join(dir, 'node_modules'));
  const args = ['src', 'page', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const { stdout } = spawnSync(path.resolve('node_modules/.bin/depcruise'), args, {
    cwd: dir,
    encoding: 'utf8',
  });
  const report = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  const found = report.summary.violations.map((v) => `${v.rule.name}: ${v.from}`);
  expect([...new Set(found)].sort()).toEqual([
    'core-stays-small: src/core/words.ts',
    'folders-of-inbox: src/inbox/take.ts',
    'folders-of-understand: src/understand/read.ts',
    'home-of-bullmq: src/inbox/take.ts',
    'home-of-prisma: src/inbox/take.ts',
    'known-folders: src/misc/any.ts',
    'no-cycles: src/store/more.ts',
    'no-dev-in-src: src/web/serve.ts',
    'no-unresolved: src/inbox/take.ts',
    'page-apart: page/src/main.tsx',
    'pure-understanding: src/understand/read.ts',
    'types-only-for-act: src/act/decide.ts',
  ]);
  const ofCore = report.summary.violations.filter((v) => v.rule.name === 'core-stays-small');
  expect(ofCore.map((v) => /yaml|fs/.exec(v.to)?.[0]).sort()).toEqual(['fs', 'yaml']);
});
