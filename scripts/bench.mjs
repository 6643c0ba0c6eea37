// @ts-check
import { readdirSync, writeFileSync } from 'node:fs';
import { ensureBuilt, ensureInstalled, fail, ROOT, requireNode, run } from './lib.mjs';

// `npm run bench [-- name…]`: runs the benchmarks in bench/*.bench.ts. Each prints its figures as JSON lines
// `{name, value, unit, goal, baseline}` on stdout and whatever else it says on stderr.

requireNode();
process.chdir(ROOT);
await ensureInstalled();
await ensureBuilt();

const all = readdirSync('bench')
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
  .sort();
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !all.includes(name));
if (unknown) fail(`There is no benchmark "${unknown}". There are: ${all.join(', ')}.`);

/** @type {{name: string, value: number, unit: string, goal: number | null, baseline: number | null, at: string}[]} */
const figures = [];
/** @type {string[]} */
const failed = [];
for (const name of asked.length ? asked : all) {
  const code = await run(process.execPath, ['--import', 'tsx', `bench/${name}.bench.ts`], {
    onLine: (line) => {
      if (!line.startsWith('{')) return process.stderr.write(`${line}\n`);
      const { name: figure, value, unit, goal = null, baseline = null } = JSON.parse(line);
      figures.push({ name: figure, value, unit, goal, baseline, at: new Date().toISOString() });
      const beside = [goal === null ? '' : `goal ${goal}`, baseline === null ? '' : `baseline ${baseline}`];
      const note = beside.filter(Boolean).join(', ');
      process.stdout.write(`${figure}: ${value} ${unit}${note ? ` (${note})` : ''}\n`);
    },
  });
  if (code !== 0) failed.push(name);
}
// A run of some benchmarks is for looking at; only a whole one is what the repository reports.
writeFileSync(
  asked.length ? 'bench/results.local.json' : 'bench/results.json',
  `${JSON.stringify(figures, null, 2)}\n`,
);
if (failed.length > 0) fail(`These benchmarks failed: ${failed.join(', ')}.`);
