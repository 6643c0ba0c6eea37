// @ts-check
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ensureBuilt, ensureInstalled, fail, ROOT, requireNode, run } from './lib.mjs';

// `npm run bench [-- name…] [--quick]`: runs the benchmarks bench/NAME.ts and bench/NAME.PART.ts, whose `run()` returns
// figures, and prints a line each.

requireNode();
process.chdir(ROOT);
await ensureInstalled();
await ensureBuilt();

const all = readdirSync('bench')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();
// Some measure less with `--quick`, to see that they work.
const quick = process.argv.includes('--quick');
const asked = process.argv.slice(2).filter((name) => name !== '--quick');
/** @param {string} name */
const partsOf = (name) => all.filter((each) => each === name || each.startsWith(`${name}.`));
const unknown = asked.find((name) => partsOf(name).length === 0);
if (unknown) fail(`There is no benchmark "${unknown}". There are: ${all.join(', ')}.`);

/** @typedef {{name: string, value: number, unit: string, goal: string | number | null, baseline: string | number | null}} Figure */
/** @type {(Figure & {at: string})[]} */
const figures = [];
/** @type {string[]} */
const failed = [];
for (const name of asked.length ? asked.flatMap(partsOf) : all) {
  const code = await run(process.execPath, ['--import', 'tsx', 'scripts/runBench.ts', name], {
    stdout: 'stderr',
    ...(quick && { env: { ...process.env, VOICEOPS_BENCH_QUICK: '1' } }),
    onMessage: (message) => {
      const { name: figure, value, unit, goal = null, baseline = null } = /** @type {Figure} */ (message);
      figures.push({ name: figure, value, unit, goal, baseline, at: new Date().toISOString() });
      const beside = [goal === null ? '' : `goal ${goal}`, baseline === null ? '' : `baseline ${baseline}`]
        .filter(Boolean)
        .join(', ');
      process.stdout.write(
        `${figure}: ${Number(value.toPrecision(4))} ${unit}${beside ? ` (${beside})` : ''}\n`,
      );
    },
  });
  if (code !== 0) failed.push(name);
}
// A run of some benchmarks replaces their figures and leaves the others, each with the time it was taken.
const RESULTS = 'bench/results.json';
/** @type {typeof figures} */
const before = asked.length ? JSON.parse(readFileSync(RESULTS, 'utf8')) : [];
const measured = new Set(figures.map(({ name }) => name));
const results = [...before.filter(({ name }) => !measured.has(name)), ...figures];
writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
if (failed.length > 0) fail(`These benchmarks failed: ${failed.join(', ')}.`);
