import type { DutyBook } from './types.js';

/** What duties are called; what is no longer defined goes by its id. */
export function dutyTitles({ duties }: DutyBook): (duty: string) => string {
  const titles = new Map(duties.map(({ id, title }) => [id, title]));
  return (duty) => (duty === 'gaps' ? '责任缺口' : (titles.get(duty) ?? duty));
}
