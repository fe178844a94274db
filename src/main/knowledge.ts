import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { KindRule, Policies, Understanding } from '../act/index.js';
import { createDesk, withAnswers, type ApprovedAnswer } from '../answer/index.js';
import { AppError, messageOf } from '../core/errors.js';
import type { Household, HouseholdIndex } from '../core/household.js';
import type { NudgeDesk } from '../core/nudges.js';
import type { Part } from '../core/part.js';
import type { Log } from '../core/ports.js';
import type { StatusDesk } from '../core/status.js';
import { loadDefinitions, loadPolicies, type Definitions, type KindDefinition } from '../intents/index.js';
import { loadLedgerRules, type LedgerRules } from '../ledger/index.js';
import { loadTemplates, type Templates } from '../reply/index.js';
import { createStatusDesk, loadStatus, type StatusDefinitions } from '../status/index.js';
import { createNudgeDesk, dutiesDir, loadDuties, type Duties } from '../duty/index.js';
import { createHouseholdIndex } from '../roster/index.js';
import { compile, readAnswer, understand, type Compiled } from '../understand/index.js';

/** What the bot understands, says and whom it knows; exchanged while it runs when a file or the register changes. */
export interface Knowledge extends Part {
  understanding(): Understanding;
  templates(): Templates;
  /** Answers questions about where things stand. */
  desk(): StatusDesk | undefined;
  duties(): Duties;
  /** Reads answers to nudges. */
  nudges(): NudgeDesk;
  ledgers(): LedgerRules;
  /** Not ok while a changed definition has a mistake: the last good one goes on working. */
  state(): { ok: boolean; detail: string };
  /** Looks for changes now. */
  refresh(): Promise<void>;
}

export interface KnowledgeOptions {
  intentsDir: string;
  /** The definitions that ship: duties are taken from there where intentsDir has none of its own. */
  shippedIntentsDir?: string | undefined;
  templatesDir: string;
  /** The templates that ship, for what templatesDir does not say. */
  shippedTemplatesDir?: string | undefined;
  botName: string;
  roster: { version(): Promise<string>; households(): Promise<Iterable<Household>> };
  /** Answers that the clerk has approved; without them only the definitions answer. */
  answers?: { version(): Promise<string>; all(): Promise<ApprovedAnswer[]> } | undefined;
  log: Log;
  everyMs?: number;
}

const EVERY_MS = 3_000;

function rulesOf(definitions: Definitions): Map<string, KindRule> {
  return new Map(definitions.kinds.map((kind) => [kind.id, ruleOf(kind)]));
}

function ruleOf(kind: KindDefinition): KindRule {
  const fieldTitles = Object.entries(kind.fields).map(([name, field]) => [name, field.labels[0] ?? name]);
  return {
    kind: kind.id,
    title: kind.title,
    ...(kind.ledger ? { ledger: kind.ledger } : {}),
    ask: kind.ask,
    fieldTitles: Object.fromEntries(fieldTitles) as Record<string, string>,
    reply: kind.reply,
    raises: kind.raises?.kind,
  };
}

export function createUnderstanding(
  definitions: Definitions,
  compiled: Compiled,
  households: HouseholdIndex,
  botName: string,
  policies: Policies,
): Understanding {
  const rules = rulesOf(definitions);
  const context = { definitions: compiled, households, botNames: [botName] };
  return {
    households,
    policies,
    rule: (kind) => rules.get(kind),
    understand: (input) => understand(input, context),
    readAnswer: (text, open) => readAnswer(text, open, context),
  };
}

function deskOf(
  definitions: StatusDefinitions | undefined,
  register: HouseholdIndex,
  templates: () => Templates,
): StatusDesk | undefined {
  return (
    definitions &&
    createStatusDesk({
      definitions,
      register,
      render: (name, data) => templates().render(name, data),
    })
  );
}

/** Changes whenever a file of the folder was written. */
function fingerprint(dir: string): string {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => `${file} ${statSync(file).mtimeMs} ${statSync(file).size}`)
    .join('\n');
}

function mustBeFolder(setting: string, dir: string): void {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new AppError('config-invalid', `bad settings: ${setting}=${dir}: there is no such folder`);
}

/** Loads everything. Throws an AppError with file, line and column when a definition or a template has a mistake. */
export async function openKnowledge(options: KnowledgeOptions): Promise<Knowledge> {
  const { log } = options;
  mustBeFolder('INTENTS_DIR', options.intentsDir);
  mustBeFolder('TEMPLATES_DIR', options.templatesDir);
  let seen = { intents: fingerprint(options.intentsDir), templates: fingerprint(options.templatesDir) };
  let definitions = loadDefinitions(options.intentsDir);
  let compiled = compile(definitions);
  let status = loadStatus(options.intentsDir);
  const readDuties = () =>
    loadDuties(dutiesDir(options.intentsDir, options.shippedIntentsDir ?? options.intentsDir));
  let duties = readDuties();
  let nudges = createNudgeDesk(duties);
  let ledgers = loadLedgerRules(options.intentsDir);
  let policyBase = loadPolicies(options.intentsDir);
  let approved: ApprovedAnswer[] = (await options.answers?.all()) ?? [];
  let approvedVersion = await options.answers?.version();
  let policies: Policies = createDesk(withAnswers(policyBase, approved));
  const readTemplates = () =>
    loadTemplates(options.templatesDir, {
      shipped: options.shippedTemplatesDir,
      onFault: (line) => log.error({ err: line }, 'a template failed'),
    });
  let templates = readTemplates();
  let version = await options.roster.version();
  let households = createHouseholdIndex(await options.roster.households(), version);
  let understanding = createUnderstanding(definitions, compiled, households, options.botName, policies);
  let desk = deskOf(status, households, () => templates);
  let fault = '';
  let timer: NodeJS.Timeout | undefined;

  function refreshFiles(): void {
    try {
      const now = { intents: fingerprint(options.intentsDir), templates: fingerprint(options.templatesDir) };
      if (now.intents === seen.intents && now.templates === seen.templates) return;
      seen = now;
      const next = loadDefinitions(options.intentsDir);
      const nextCompiled = compile(next);
      const nextStatus = loadStatus(options.intentsDir);
      duties = readDuties();
      nudges = createNudgeDesk(duties);
      const nextLedgers = loadLedgerRules(options.intentsDir);
      const nextBase = loadPolicies(options.intentsDir);
      const nextPolicies = createDesk(withAnswers(nextBase, approved));
      templates = readTemplates();
      definitions = next;
      compiled = nextCompiled;
      policyBase = nextBase;
      policies = nextPolicies;
      status = nextStatus;
      ledgers = nextLedgers;
      desk = deskOf(status, households, () => templates);
      understanding = createUnderstanding(definitions, compiled, households, options.botName, policies);
      fault = '';
      log.info({ kinds: definitions.kinds.length }, 'definitions exchanged');
    } catch (error) {
      const before = fault;
      fault = messageOf(error);
      seen = { intents: '', templates: '' }; // looked at again until it is mended, also where a folder is gone
      if (fault !== before)
        log.error({ err: fault }, 'changed definitions have a mistake, going on with the last good ones');
    }
  }

  async function refreshRoster(): Promise<void> {
    const now = await options.roster.version();
    if (now === version) return;
    households = createHouseholdIndex(await options.roster.households(), now);
    version = now;
    desk = deskOf(status, households, () => templates);
    understanding = createUnderstanding(definitions, compiled, households, options.botName, policies);
    log.info({ households: households.size, version }, 'register exchanged');
  }

  async function refreshAnswers(): Promise<void> {
    const now = await options.answers?.version();
    if (now === approvedVersion) return;
    approved = (await options.answers?.all()) ?? [];
    approvedVersion = now;
    policies = createDesk(withAnswers(policyBase, approved));
    understanding = createUnderstanding(definitions, compiled, households, options.botName, policies);
    log.info({ answers: approved.length }, 'approved answers exchanged');
  }

  async function refresh(): Promise<void> {
    refreshFiles();
    await refreshAnswers();
    await refreshRoster();
  }

  return {
    name: 'knowledge',
    understanding: () => understanding,
    templates: () => templates,
    desk: () => desk,
    duties: () => duties,
    nudges: () => nudges,
    ledgers: () => ledgers,
    state: () =>
      fault === ''
        ? { ok: true, detail: `${definitions.kinds.length} kinds, ${households.size} households` }
        : { ok: false, detail: fault.split('\n')[0]! },
    refresh,
    start() {
      const tick = () =>
        void refresh().catch((error: unknown) =>
          log.warn({ err: messageOf(error) }, 'register not refreshed'),
        );
      timer = setInterval(tick, options.everyMs ?? EVERY_MS);
      return Promise.resolve();
    },
    stop() {
      clearInterval(timer);
      return Promise.resolve();
    },
  };
}
