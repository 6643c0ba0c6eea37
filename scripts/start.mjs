// @ts-check
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, exitCodeOf, ROOT, requireNode } from './lib.mjs';

// `npm start`: installs and builds what is not up to date, then runs the server until it is told to stop.
//   --build-only   installs and builds, runs nothing
//   --dev          runs the sources themselves, started again at every change, and the web app by Vite

requireNode();
process.chdir(ROOT);
await ensureInstalled();
if (process.argv.includes('--dev')) develop();
else {
  await ensureBuilt();
  if (!process.argv.includes('--build-only')) endWith(startServer(['dist/server/main.js'], process.env));
}

/**
 * The server in a process group of its own, so that Ctrl-C reaches it once, through us. It stops by itself when
 * this process is killed: the channel between the two closes.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function startServer(args, env) {
  return spawn(process.execPath, args, {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
  });
}

/** @param {import('node:child_process').ChildProcess} server */
function endWith(server) {
  forwardSignals((signal) => server.kill(signal));
  server.once('exit', (code, signal) => process.exit(exitCodeOf(code, signal)));
}

/** @param {(signal: NodeJS.Signals) => void} send */
function forwardSignals(send) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => send(signal));
  process.on('SIGHUP', () => send('SIGTERM'));
  // npm passes a signal to its shell alone, which ends without passing it on: its end is our signal then.
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return;
  const watching = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watching);
    send('SIGTERM');
  }, 200);
}

function develop() {
  // Vite ends when its standard input does, hence with this process.
  const web = spawn(
    process.execPath,
    [
      'node_modules/vite/bin/vite.js',
      '--host',
      '127.0.0.1',
      '--port',
      '5173',
      '--strictPort',
      '--logLevel',
      'warn',
    ],
    { stdio: ['pipe', 'inherit', 'inherit'], detached: process.platform !== 'win32' },
  );
  const env = { VOICEOPS_PUBLIC_URL: 'http://127.0.0.1:5173', ...process.env };
  let stopping = false;
  let changed = false;
  let server = serve();

  function serve() {
    changed = false;
    const child = startServer(['--import', 'tsx', 'server/main.ts'], env);
    child.once('exit', (code, signal) => {
      if (stopping) process.exit(exitCodeOf(code, signal));
      if (changed) server = serve();
      else process.stderr.write('The server ended; it starts again at the next change.\n');
    });
    return child;
  }

  for (const folder of ['server', 'shared'])
    watch(join(ROOT, folder), { recursive: true }, (_event, file) => {
      if (stopping || changed || !file || !/\.(ts|sql)$/.test(file) || file.endsWith('.test.ts')) return;
      changed = true;
      if (server.exitCode === null && server.signalCode === null) server.kill('SIGTERM');
      else server = serve();
    });

  web.once('exit', (code) => {
    if (!stopping) stop('SIGTERM');
    process.exitCode = code ?? 1;
  });
  forwardSignals(stop);

  /** @param {NodeJS.Signals} signal */
  function stop(signal) {
    stopping = true;
    web.kill();
    if (server.exitCode === null && server.signalCode === null) server.kill(signal);
    else process.exit(1);
  }
}
