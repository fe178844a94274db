import { createVoice, type Handler, type HandlerDeps } from './case.js';
import type { Command } from './commands.js';
import { editing } from './edit.js';
import { enquiring } from './enquire.js';
import { phrasing } from './phrase.js';
import { publishing } from './publish.js';

/** What each command leads to. Decides only; nothing is written. */
export function createHandlers(deps: HandlerDeps): Record<Command['name'], Handler> {
  const voice = createVoice(deps);
  return {
    ...editing(deps, voice),
    ...publishing(deps, voice),
    ...enquiring(deps, voice),
    ...phrasing(deps, voice),
  };
}
