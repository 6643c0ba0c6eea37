// Which folder may import which (the arrows of ARCHITECTURE.md): one rule per folder, whose comment says what to do
// instead. Types count as imports. Tests may import what they need.

const NOT_TESTS = '\\.test\\.tsx?$';
/** What everything may use: packages, Node's own modules, and what browser and server share. */
const ALL = ['^shared/', '^node_modules/', '^[a-z\\d_/:]+$'];
/** What every folder of the server may use beside: failures, who is calling, and how a thread is started. */
const COMMON = [...ALL, '^server/(problem|caller|thread)\\.ts$'];
const DOMAIN = 'studio|voices|personalities|dialogue|calls|identity|webhooks|provenance|usage|simulator';

/**
 * @param {string} name
 * @param {string} from
 * @param {string[]} to patterns of what it may import
 * @param {string} comment
 */
const mayImport = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: NOT_TESTS },
  to: { pathNot: to },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one, or both need a third: move what they share there.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'only-what-is-there',
      comment: 'The import leads nowhere: mind the .ts extension, or add the package to package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-packages',
      comment: 'What ships may not need a development package: move it to "dependencies".',
      severity: 'error',
      from: { path: '^(server|shared)/', pathNot: NOT_TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'settings-at-the-top',
      comment: 'Settings are read in main and processes alone; take the value as a parameter.',
      severity: 'error',
      from: { path: '^server/', pathNot: ['^server/(main|env|log)\\.', '^server/processes/', NOT_TESTS] },
      to: { path: '^server/(env|log|main)\\.ts$' },
    },
    mayImport(
      'shared-stands-alone',
      '^shared/',
      ALL,
      'Browser and server share it, so it knows neither: move what it needs here, or the module out of shared/.',
    ),
    {
      name: 'browser-code-has-no-node',
      comment: 'app/ and shared/ run in the browser: do it on the server and ask by app/api.',
      severity: 'error',
      from: { path: '^(shared|app)/', pathNot: NOT_TESTS },
      to: { dependencyTypes: ['core'] },
    },
    mayImport(
      'app-knows-shared',
      '^app/',
      [...ALL, '^app/'],
      'The web app knows the server by its API alone: call it through app/api, share types in shared/.',
    ),
    {
      name: 'app-calls-in-one-place',
      comment: 'Only app/api talks to the server: add a function there and use that.',
      severity: 'error',
      from: { path: '^app/', pathNot: ['^app/api/', NOT_TESTS] },
      to: { path: 'node_modules/openapi-fetch' },
    },
    {
      name: 'scenes-apart',
      comment: 'Scenes do not know each other: move what two of them use to app/components.',
      severity: 'error',
      from: { path: '^app/scenes/([^/]+)/', pathNot: NOT_TESTS },
      to: { path: '^app/scenes/', pathNot: '^app/scenes/$1/' },
    },
    mayImport(
      'audio-is-pure',
      '^server/audio/',
      [...ALL, '^server/audio/'],
      'audio/ is computation on samples: whoever has the samples calls it and does the rest.',
    ),
    {
      name: 'audio-does-no-io',
      comment: 'audio/ computes on samples in memory: read and write where it is called.',
      severity: 'error',
      from: { path: '^server/audio/', pathNot: NOT_TESTS },
      to: {
        path: '^(node:)?(fs|net|http|https|child_process|worker_threads)',
      },
    },
    mayImport(
      'storage-keeps-bytes',
      '^server/storage/',
      [...COMMON, '^server/storage/'],
      'storage/ keeps bytes and knows nothing of what they mean: pass what it needs as a parameter.',
    ),
    mayImport(
      'outbound-only-asks',
      '^server/outbound/',
      [...COMMON, '^server/outbound/'],
      'outbound/ asks addresses that people named and knows nothing of what for: pass what it needs as a parameter.',
    ),
    mayImport(
      'db-by-subject',
      '^server/db/',
      [...COMMON, '^server/db/'],
      'db/ holds schema and queries; what decides belongs to a domain folder that calls it.',
    ),
    mayImport(
      'engines-know-no-ability',
      '^server/engines/',
      [...COMMON, '^server/(engines|storage|db)/'],
      'engines/ holds what speaking, listening and thinking engines share: what only one of them does belongs to its own room.',
    ),
    mayImport(
      'speech-is-vendor-free',
      '^server/speech/',
      [...COMMON, '^server/(speech|engines|audio|storage|db)/'],
      'speech/ knows engines by its contract only: implement the contract in providers/, wire it in processes/.',
    ),
    mayImport(
      'providers-implement-contracts',
      '^server/providers/',
      [
        ...COMMON,
        '^server/(providers|speech|audio)/',
        '^server/engines/contract\\.ts$',
        '^server/dialogue/contract\\.ts$',
      ],
      'A provider implements a contract of speech/ or dialogue/ and knows nothing else of us.',
    ),
    {
      name: 'providers-apart',
      comment: 'Engines do not know each other: move what two of them need to speech/ or audio/.',
      severity: 'error',
      from: { path: '^server/providers/([^/]+)/', pathNot: NOT_TESTS },
      to: { path: '^server/providers/[^/]+/', pathNot: '^server/providers/$1/' },
    },
    mayImport(
      'domain-below-http',
      `^server/(${DOMAIN})/`,
      [
        ...COMMON,
        `^server/(${DOMAIN}|speech|engines|db|storage|audio|outbound)/`,
        '^server/telephony/callTransport\\.ts$',
      ],
      'Domain folders know contracts, data and audio; providers, http, jobs and wiring know them. Take what is needed as a parameter, and wire it in processes/.',
    ),
    {
      name: 'domain-folders-apart',
      comment: 'studio, identity and the others meet at db/; only personalities and calls use dialogue.',
      severity: 'error',
      from: { path: `^server/(${DOMAIN})/`, pathNot: NOT_TESTS },
      to: {
        path: `^server/(${DOMAIN})/`,
        pathNot: ['^server/$1/', '^server/dialogue/', '^server/provenance/contract\\.ts$'],
      },
    },
    {
      name: 'call-stages-apart',
      comment: 'The four stages of a call do not know each other: callSession wires them.',
      severity: 'error',
      from: { path: '^server/calls/(listening|turns|replying|speaking)/', pathNot: NOT_TESTS },
      to: { path: '^server/calls/(listening|turns|replying|speaking)/', pathNot: '^server/calls/$1/' },
    },
    mayImport(
      'telephony-carries',
      '^server/telephony/',
      [...COMMON, '^server/telephony/'],
      'telephony/ carries sound and knows nothing of what is said: pass what it needs as a parameter.',
    ),
    {
      name: 'carriers-apart',
      comment: 'Carriers do not know each other: move what two of them need to telephony/callTransport.',
      severity: 'error',
      from: { path: '^server/telephony/([^/]+)/', pathNot: NOT_TESTS },
      to: { path: '^server/telephony/[^/]+/', pathNot: '^server/telephony/$1/' },
    },
    mayImport(
      'http-presents',
      '^server/http/',
      [
        ...COMMON,
        `^server/(http|db|${DOMAIN}|telephony)/`,
        '^server/(speech/(recognition/)?contract|engines/(contract|workspaceSettings)|storage/audioStore)\\.ts$',
      ],
      'A handler parses, authorises, calls one domain function and presents: move the rest into the domain folder.',
    ),
    mayImport(
      'jobs-are-thin',
      '^server/jobs/',
      [...COMMON, `^server/(jobs|db|${DOMAIN})/`],
      'A job handler calls one domain function: move the rest into the domain folder.',
    ),
    {
      name: 'processes-wire',
      comment: 'Wiring is the top: nothing imports it but main. Pass the part in as a parameter.',
      severity: 'error',
      from: { path: '^(server|app|shared)/', pathNot: ['^server/(processes/|main\\.ts$)', NOT_TESTS] },
      to: { path: '^server/processes/' },
    },
    mayImport(
      'main-starts',
      '^server/main\\.ts$',
      [...COMMON, '^server/(env|log)\\.ts$', '^server/processes/'],
      'main reads the settings and starts processes/; the rest belongs there.',
    ),
    {
      name: 'nobody-imports-tests',
      comment: 'What ships may not need test code. The command of the evaluations is test code itself.',
      severity: 'error',
      from: { path: '^(server|shared|app|scripts)/', pathNot: [NOT_TESTS, '^scripts/evals\\.ts$'] },
      to: { path: ['^test/', NOT_TESTS] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.css$' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
    },
  },
};
