import type { KindRule, Policies, PolicyCards, Understanding } from '../act/index.js';
import { createDesk, withAnswers, type ApprovedAnswer } from '../answer/index.js';
import { renderPicture } from '../render/index.js';
import { AppError, messageOf } from '../core/errors.js';
import type { Household, HouseholdIndex } from '../core/household.js';
import type { Part } from '../core/part.js';
import { createBulletinDesk, type BulletinDefinition, type BulletinDesk } from '../bulletin/index.js';
import { cardAsked, type CardWords, type Definitions, type KindDefinition } from '../intents/index.js';
import type { TurnKnowledge } from '../inbox/turn.js';
import { isFolder } from '../files/open.js';
import { createExportDesk, type ExportDefinition, type OutlineDefinition } from '../export/index.js';
import { createStatusDesk, type Metric } from '../status/index.js';
import { createNudgeDesk, type Duties } from '../duty/index.js';
import { createHouseholdIndex } from '../roster/index.js';
import { compile, readAnswer, understand } from '../understand/index.js';
import { fingerprint, readFiles, type DefinitionFiles, type FilesOptions } from './definition-files.js';

/** What the bot understands, says and whom it knows; exchanged while it runs when a file or the register changes. */
export interface Knowledge extends Part, TurnKnowledge {
  duties(): Duties;
  /** Lets a clerk decide about issues of bulletins: in words, and on the page. */
  bulletins(): BulletinDesk | undefined;
  definitions(): Definitions;
  exports(): readonly ExportDefinition[];
  /** Papers that are put together from the ledger, and what they count. */
  outlines(): { definitions: readonly OutlineDefinition[]; metrics: ReadonlyMap<string, Metric> };
  /** Kinds of bulletins and the numbers they are made of. */
  published(): { definitions: readonly BulletinDefinition[]; metrics: ReadonlyMap<string, Metric> };
  /** Not ok while a changed definition has a mistake: the last good one goes on working. */
  state(): { ok: boolean; detail: string };
  /** Looks for changes now. */
  refresh(): Promise<void>;
}

export interface KnowledgeOptions extends FilesOptions {
  botName: string;
  roster: { version(): Promise<string>; households(): Promise<Iterable<Household>> };
  /** Answers that the clerk has approved; without them only the definitions answer. */
  answers?: { version(): Promise<string>; all(): Promise<ApprovedAnswer[]> } | undefined;
  /**
   * Whether messages are understood here. Where they are not, what that takes (patterns, the index of the policies:
   * most of a second) is made when somebody asks for it. Default: true.
   */
  understands?: boolean | undefined;
  /** Reads the files; default `readFiles`. */
  read?: ((options: FilesOptions) => DefinitionFiles) | undefined;
  everyMs?: number;
}

const EVERY_MS = 3_000;

function rulesOf(definitions: Definitions): Map<string, KindRule> {
  return new Map(definitions.kinds.map((kind) => [kind.id, ruleOf(kind)]));
}

function ruleOf(kind: KindDefinition): KindRule {
  const fieldTitles = Object.entries(kind.fields).map(([name, field]) => [
    name,
    field.title ?? field.labels[0] ?? name,
  ]);
  return {
    kind: kind.id,
    title: kind.title,
    ...(kind.ledger ? { ledger: kind.ledger } : {}),
    ask: kind.ask,
    hints: kind.hints,
    fieldTitles: Object.fromEntries(fieldTitles) as Record<string, string>,
    reply: kind.reply,
    alone: kind.alone,
    plain: kind.plain,
    onward: kind.onward,
    raises: kind.raises?.kind,
    rest: kind.fallback === 'words',
  };
}

export function createUnderstanding(
  definitions: Definitions,
  households: HouseholdIndex,
  botName: string,
  policies: () => Policies,
): Understanding {
  const rules = rulesOf(definitions);
  const context = () => ({ definitions: compile(definitions), households, botNames: [botName] });
  return {
    households,
    get policies() {
      return policies();
    },
    rule: (kind) => rules.get(kind),
    rules: [...rules.values()],
    understand: (input) => understand(input, context()),
    readAnswer: (text, open, sentAt) => readAnswer(text, open, context(), sentAt),
  };
}

function mustBeFolder(setting: string, dir: string): void {
  if (isFolder(dir)) return;
  throw new AppError('config-invalid', `bad settings: ${setting}=${dir}: there is no such folder`);
}

/** Cards with what the entry says in large letters, and where it stands and for how long below. */
function cardsOf(words: CardWords, render: (name: string, data: object) => string): PolicyCards {
  return {
    question: (text) => cardAsked(text, words),
    async draw({ title, data }) {
      const { says, place, year } = data as { says: string; place: string; year: string };
      const bytes = await renderPicture({
        title,
        ...(place === '' ? {} : { subtitle: `${place}${year}的文件` }),
        paragraphs: [says],
        foot: render('policy-card', data),
      });
      return { name: `${title}.png`.replace(/[\\/:*?"<>|]/g, '-'), type: 'image/png', bytes };
    },
  };
}

/** What follows from files, register and approved answers together. */
function viewsOf(
  files: DefinitionFiles,
  register: HouseholdIndex,
  policies: () => Policies,
  botName: string,
) {
  const render = (name: string, data: object) => files.templates.render(name, data);
  const { status, commands, exports } = files;
  const stateOf = (ledger: string, state: string) =>
    files.ledgers.ledgers.get(ledger)?.states[state]?.title ?? state;
  return {
    understanding: createUnderstanding(files.definitions, register, botName, policies),
    nudges: createNudgeDesk(files.duties),
    desk: status && createStatusDesk({ definitions: status, register, render, stateOf, book: files.duties }),
    exporter:
      exports.words &&
      createExportDesk({
        definitions: exports.definitions,
        outlines: exports.outlines,
        draws: exports.draws,
        metrics: status?.metrics ?? new Map<string, Metric>(),
        words: exports.words,
        register,
        render,
      }),
    cards: files.cardWords && cardsOf(files.cardWords, render),
    bulletins:
      status && commands && files.bulletins.length > 0
        ? createBulletinDesk({
            definitions: files.bulletins,
            metrics: status.metrics,
            commands,
            register,
            render,
          })
        : undefined,
  };
}

/** Loads everything. Throws an AppError with file, line and column when a definition or a template has a mistake. */
export async function openKnowledge(options: KnowledgeOptions): Promise<Knowledge> {
  const { log, understands = true } = options;
  mustBeFolder('INTENTS_DIR', options.intentsDir);
  mustBeFolder('TEMPLATES_DIR', options.templatesDir);
  const look = () => `${fingerprint(options.intentsDir)}\n\n${fingerprint(options.templatesDir)}`;
  let seen = look();
  const read = (): DefinitionFiles => {
    const fresh = (options.read ?? readFiles)(options);
    if (understands) compile(fresh.definitions); // a pattern that cannot be is found before anything is exchanged
    return fresh;
  };
  let files = read();
  let approved: ApprovedAnswer[] = (await options.answers?.all()) ?? [];
  let approvedVersion = await options.answers?.version();
  let version = await options.roster.version();
  let register = createHouseholdIndex(await options.roster.households(), version);
  // Kept over changes of the register: its index is made once.
  let base = withAnswers(files.policies, approved);
  const policies = (): Policies => createDesk(base);
  let views = viewsOf(files, register, policies, options.botName);
  if (understands) policies();
  let fault = '';
  let timer: NodeJS.Timeout | undefined;

  const rebuild = () => {
    views = viewsOf(files, register, policies, options.botName);
    if (understands) policies();
  };

  function refreshFiles(): void {
    try {
      const now = look();
      if (now === seen) return;
      seen = now;
      files = read();
      base = withAnswers(files.policies, approved);
      rebuild();
      fault = '';
      log.info({ kinds: files.definitions.kinds.length }, 'definitions exchanged');
    } catch (error) {
      const before = fault;
      fault = messageOf(error);
      seen = ''; // looked at again until it is mended, also where a folder is gone
      if (fault !== before)
        log.error({ err: fault }, 'changed definitions have a mistake, going on with the last good ones');
    }
  }

  async function refreshRoster(): Promise<void> {
    const now = await options.roster.version();
    if (now === version) return;
    register = createHouseholdIndex(await options.roster.households(), now);
    version = now;
    rebuild();
    log.info({ households: register.size, version }, 'register exchanged');
  }

  async function refreshAnswers(): Promise<void> {
    const now = await options.answers?.version();
    if (now === approvedVersion) return;
    approved = (await options.answers?.all()) ?? [];
    approvedVersion = now;
    base = withAnswers(files.policies, approved);
    rebuild();
    log.info({ answers: approved.length }, 'approved answers exchanged');
  }

  async function refresh(): Promise<void> {
    refreshFiles();
    await refreshAnswers();
    await refreshRoster();
  }

  return {
    name: 'knowledge',
    understanding: () => views.understanding,
    templates: () => files.templates,
    desk: () => views.desk,
    exporter: () => views.exporter,
    cards: () => views.cards,
    duties: () => files.duties,
    nudges: () => views.nudges,
    ledgers: () => files.ledgers,
    bulletins: () => views.bulletins,
    signing: () => files.signing,
    definitions: () => files.definitions,
    exports: () => files.exports.definitions,
    outlines: () => ({ definitions: files.exports.outlines, metrics: files.status?.metrics ?? new Map() }),
    published: () => ({ definitions: files.bulletins, metrics: files.status?.metrics ?? new Map() }),
    state: () =>
      fault === ''
        ? { ok: true, detail: `${files.definitions.kinds.length} kinds, ${register.size} households` }
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
