// @ts-check
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensureInstalled, fail, ROOT, requireNode, run } from './lib.mjs';

// `npm test [-- suite…]`: runs every suite (a vitest configuration each) and prints the sum as its last line.

/** Of a failure's message, shown at the end. */
const MESSAGE_LINES = 25;

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
/** @type {string[]} */
const failures = [];
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
    failures.push(...counts.failures);
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
// Once more together at the end: what follows a failed test may be long.
if (failures.length) process.stdout.write(`\nFailed:\n${failures.join('\n')}\n\n`);
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = sum.failed > 0 || problems.length > 0 ? 1 : 0;
process.stdout.write(`tests: ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);

/** @param {string} file */
function nameOf(file) {
  return /^vitest\.(?<name>[\w-]+)\.config/.exec(file)?.groups?.name ?? 'unit';
}

/** @param {string} report */
function countsOf(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0, skipped: 0, failures: [] };
  /** @typedef {{status: string, fullName: string, failureMessages: string[]}} Result */
  /** @typedef {{name: string, status: string, message: string, assertionResults: Result[]}} TestFile */
  /** @type {{numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: TestFile[]}} */
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  // A file that does not load has no tests to count: it counts as one that failed.
  const unloaded = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failures = testResults
    .filter(({ status }) => status === 'failed')
    .flatMap((file) => {
      const failed = file.assertionResults.filter(({ status }) => status === 'failed');
      return failed.length > 0
        ? failed.map(({ fullName, failureMessages }) => failure(file, fullName, failureMessages.join('\n')))
        : failure(file, 'the file as a whole', file.message);
    });
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloaded.length,
    skipped: numPendingTests + numTodoTests,
    failures,
  };
}

/**
 * @param {{name: string}} file
 * @param {string} what
 * @param {string} message
 */
function failure(file, what, message) {
  const lines = message.split('\n').slice(0, MESSAGE_LINES);
  return `${relative(ROOT, file.name)}: ${what}\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
