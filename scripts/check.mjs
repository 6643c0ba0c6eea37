// @ts-check
import { ensureInstalled, fail, filesIn, ROOT, requireNode, run } from './lib.mjs';

// `npm run check [-- step…]`: everything that must hold before a change is merged; `--no-tests` leaves out the tests.

requireNode();
process.chdir(ROOT);
await ensureInstalled();

const CODE_FOLDERS = ['server', 'shared', 'app', 'scripts'];

/** @type {Record<string, () => Promise<boolean>>} */
const STEPS = {
  types: async () =>
    (
      await Promise.all(
        ['tsconfig.json', 'tsconfig.app.json'].map((project) =>
          node('node_modules/typescript/bin/tsc', '-p', project),
        ),
      )
    ).every(Boolean),
  lint: () => node('node_modules/@biomejs/biome/bin/biome', 'check', '.'),
  boundaries: checkBoundaries,
  unused: () => node('node_modules/knip/bin/knip.js'),
  generated: () => node('--import', 'tsx', 'scripts/generate.ts', '--check'),
  tests: () => node('scripts/test.mjs'),
};

const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const unknown = asked.find((name) => !(name in STEPS));
if (unknown) fail(`There is no step "${unknown}". There are: ${Object.keys(STEPS).join(', ')}.`);
const left = process.argv.includes('--no-tests') ? ['tests'] : [];
const chosen = Object.keys(STEPS).filter((name) =>
  asked.length ? asked.includes(name) : !left.includes(name),
);

/** @type {string[]} */
const failed = [];
for (const name of chosen) {
  const startedAt = performance.now();
  const ok = await STEPS[name]?.();
  if (!ok) failed.push(name);
  process.stderr.write(
    `${ok ? 'ok    ' : 'FAILED'} ${name} (${Math.round(performance.now() - startedAt)} ms)\n`,
  );
}
if (failed.length > 0) fail(`Failed: ${failed.join(', ')}.`);

/** @param {string[]} args */
async function node(...args) {
  return (await run(process.execPath, args)) === 0;
}

/** A boundary check that sees no modules cannot fail: it must have seen every source file. */
async function checkBoundaries() {
  let seen = 0;
  const code = await run(
    process.execPath,
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      ...CODE_FOLDERS,
    ],
    {
      onLine: (line) => {
        seen = Number(/(\d+) modules,/.exec(line)?.[1] ?? seen);
        process.stdout.write(`${line}\n`);
      },
    },
  );
  const sources = CODE_FOLDERS.flatMap(filesIn).filter((file) => /\.(tsx?|mjs)$/.test(file)).length;
  if (seen >= sources) return code === 0;
  process.stdout.write(`Boundaries: only ${seen} modules were seen of ${sources} source files.\n`);
  return false;
}
