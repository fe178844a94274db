import { inject } from 'vitest';

/** What the whole run shares (see global.ts), made when it is first asked for. */
export async function shared<T>(what: 'template' | 'page'): Promise<T> {
  const response = await fetch(`${inject('shared')}/${what}`);
  if (!response.ok) throw new Error(`no ${what}: ${await response.text()}`);
  return (await response.json()) as T;
}
