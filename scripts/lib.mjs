// @ts-check
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Shared by the scripts that run before anything is installed: plain JavaScript, no dependencies.

/** The repository's folder. Every script works from there, wherever it was called. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Ends with one clear line when Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`VoiceOps Studio needs Node 20.19 or later; this is ${process.versions.node}.`);
}

/**
 * Says one line and ends.
 * @param {string} line
 * @returns {never}
 */
export function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

/** Installs what the lock file names, unless exactly that is installed. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  process.stderr.write('Installing dependencies (once)…\n');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...args], { stdout: 'stderr' })
    : await run('npm', args, { stdout: 'stderr' });
  if (code !== 0) fail('The dependencies could not be installed (npm ci failed, see above).');
}

/** npm writes node_modules/.package-lock.json last, so an interrupted installation does not count. */
function isInstalled() {
  const wanted = packagesIn('package-lock.json');
  const found = packagesIn('node_modules/.package-lock.json');
  if (!wanted || !found) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const installed = found[path];
    // Those for other platforms are named by the lock file and installed nowhere.
    if (!installed) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return installed.version === entry.version && installed.integrity === entry.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, {version?: string, integrity?: string, link?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean}> | null}
 */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

const BUILDS = [
  {
    name: 'server',
    from: ['server', 'shared', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.build.json'],
    to: ['dist/server', 'dist/shared', 'dist/learned/intents'],
    commands: [
      ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
      ['dist/server/dialogue/understanding/intents/keepLearning.js'],
    ],
  },
  {
    name: 'app',
    from: [
      'app',
      'shared',
      'index.html',
      'package-lock.json',
      'vite.config.ts',
      'tsconfig.base.json',
      'tsconfig.app.json',
    ],
    to: ['dist/app'],
    commands: [['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']],
  },
];

/** Compiles the server and the web app where their sources changed since the last time. */
export async function ensureBuilt() {
  const due = BUILDS.map((build) => ({ ...build, stamp: stampOf(build.from) })).filter(
    (build) =>
      readStamp(build.name) !== build.stamp || !build.to.every((path) => existsSync(join(ROOT, path))),
  );
  if (due.length === 0) return;
  process.stderr.write(`Building the ${due.map((build) => build.name).join(' and the ')}…\n`);
  const codes = await Promise.all(
    due.map(async (build) => {
      for (const path of [stampFile(build.name), ...build.to.map((to) => join(ROOT, to))])
        rmSync(path, { recursive: true, force: true });
      for (const command of build.commands) {
        const code = await run(process.execPath, command, {
          stdout: 'stderr',
          env: { ...process.env, NODE_ENV: 'production' },
        });
        if (code !== 0) return code;
      }
      writeStamp(build.name, build.stamp);
      return 0;
    }),
  );
  if (codes.some((code) => code !== 0)) fail('The build failed (see above).');
}

/**
 * Changes whenever a file of these changes, by name, size and time.
 * @param {string[]} paths
 */
function stampOf(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const file of paths.flatMap((path) => filesIn(path))) {
    const { size, mtimeMs } = statSync(join(ROOT, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * Every file below a path of the repository, in a fixed order.
 * @param {string} path
 * @returns {string[]}
 */
export function filesIn(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesIn(`${path}/${name}`));
}

/** @param {string} name */
const stampFile = (name) => join(ROOT, 'dist', `.${name}.stamp`);

/** @param {string} name */
function readStamp(name) {
  try {
    return readFileSync(stampFile(name), 'utf8');
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string} stamp
 */
function writeStamp(name, stamp) {
  mkdirSync(dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), stamp);
}

/** Processes under way: whatever ends this one ends them, too. */
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});

/**
 * Runs a program from the repository's folder and resolves with its exit code (128 + signal when it was killed).
 * @param {string} command
 * @param {string[]} args
 * @param {{stdout?: 'inherit' | 'stderr', env?: NodeJS.ProcessEnv, onLine?: (line: string) => void, onMessage?: (message: unknown) => void}} options
 *   `stdout`: `stderr` keeps our own stdout for what was asked for
 * @returns {Promise<number>}
 */
export function run(command, args, { stdout = 'inherit', env = process.env, onLine, onMessage } = {}) {
  const out = onLine ? 'pipe' : stdout === 'stderr' ? 2 : 'inherit';
  const child = spawn(command, args, {
    cwd: ROOT,
    env,
    stdio: ['ignore', out, 'inherit', onMessage ? 'ipc' : 'ignore'],
  });
  running.add(child);
  if (onMessage) child.on('message', onMessage);
  if (onLine && child.stdout) readLines(child.stdout, onLine);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${command} could not be started: ${error.message}\n`);
      running.delete(child);
      resolve(127);
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve(exitCodeOf(code, signal));
    });
  });
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/**
 * @param {import('node:stream').Readable} stream
 * @param {(line: string) => void} onLine
 */
function readLines(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    if (rest) onLine(rest);
  });
}
