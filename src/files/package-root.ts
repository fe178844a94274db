import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, found from `src/`, from `dist/` and from what is built elsewhere in the checkout alike. */
export function packageRoot(): string {
  let dir = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(dir, 'package.json'))) dir = path.dirname(dir);
  return dir;
}

/** The path of what ships beside package.json: definitions, templates, the demo, the page. */
export const shipped = (...parts: string[]): string => path.join(packageRoot(), ...parts);
