import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadTemplates } from '../../src/reply/index.js';

function folder(files: Record<string, string>): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'templates-'));
  for (const [name, body] of Object.entries(files)) {
    writeFileSync(
      path.join(dir, `${name}.liquid`),
      `---\npurpose: 测试\nvariables: {}\nexamples:\n  - data: {}\n    expect: x\n---\n${body}\n`,
    );
  }
  return dir;
}

describe('templates of one’s own beside those that ship', () => {
  const shipped = folder({ thanks: '谢谢{{ name }}', bye: '再见' });

  test('one that is not there is taken from those that ship', () => {
    const templates = loadTemplates(folder({ thanks: '多谢' }), { shipped });
    expect([templates.render('thanks', {}), templates.has('bye'), templates.render('bye', {})]).toEqual([
      '多谢',
      true,
      '再见',
    ]);
  });

  test('one that fails while it is rendered loses no message, and is told', () => {
    const faults: string[] = [];
    const dir = folder({ thanks: '多谢\n{{ nobody.name }}' });
    const templates = loadTemplates(dir, { shipped, onFault: (line) => faults.push(line) });
    expect(templates.render('thanks', { name: '田禾' })).toBe('谢谢田禾');
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(`${path.join(dir, 'thanks.liquid')}:9:`);
  });

  test('without any that ships it is an error', () => {
    const templates = loadTemplates(folder({ thanks: '{{ nobody }}' }));
    expect(() => templates.render('thanks', {})).toThrow(/undefined variable/);
    expect(() => templates.render('bye', {})).toThrow('no template named bye');
  });
});
