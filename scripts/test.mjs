// @ts-check
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, fail, ROOT, requireNode, run } from './lib.mjs';

// `npm test [-- suite…]`: runs every suite (a vitest configuration each) and prints the sum as its last line.

requireNode();
process.chdir(ROOT);
await ensureInstalled();

const suites = readdirSync(ROOT)
  .filter((name) => /^vitest(\.[\w-]+)?\.config\.ts$/.test(name))
  .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
const asked = process.argv.slice(2);
const chosen = asked.length ? suites.filter((file) => asked.includes(nameOf(file))) : suites;
if (chosen.length === 0) fail(`There is no such suite. There are: ${suites.map(nameOf).join(', ')}.`);

const reports = mkdtempSync(join(tmpdir(), 'voiceops-test-'));
const sum = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const problems = [];
try {
  for (const file of chosen) {
    const name = nameOf(file);
    const report = join(reports, `${name}.json`);
    process.stdout.write(`\nSuite ${name}\n`);
    const code = await run(process.execPath, [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      file,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]);
    const counts = countsOf(report);
    if (code !== 0 && counts.failed === 0) {
      // An error outside of any test, or a run that could not begin.
      counts.failed = 1;
    }
    if (counts.passed + counts.failed === 0) problems.push(`Suite ${name} ran no tests.`);
    if (process.env.CI === 'true' && counts.skipped > 0)
      problems.push(`Suite ${name} skipped ${counts.skipped} tests; with CI=true nothing may be skipped.`);
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.skipped += counts.skipped;
  }
} finally {
  rmSync(reports, { recursive: true, force: true });
}
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = sum.failed > 0 || problems.length > 0 ? 1 : 0;
process.stdout.write(`tests: ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);

/** @param {string} file */
function nameOf(file) {
  return /^vitest\.(?<name>[\w-]+)\.config/.exec(file)?.groups?.name ?? 'unit';
}

/** @param {string} report */
function countsOf(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  // A file that does not load has no tests to count: it counts as one that failed.
  const unloaded = testResults.filter(
    (/** @type {{status: string, assertionResults: unknown[]}} */ file) =>
      file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloaded,
    skipped: numPendingTests + numTodoTests,
  };
}
