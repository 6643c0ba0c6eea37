import { existsSync } from 'node:fs';
import { type Env, readEnv, SettingError, unknownSettings } from './env.ts';
import { createLog } from './log.ts';
import { type RunningNode, startNode } from './processes/node.ts';
import { Scope } from './processes/scope.ts';

/** Exit codes beside 0: it could not start or stop as it should; a setting is wrong. */
const FAILED = 1;
const BAD_SETTING = 2;
/** Terminals and npm may each send the same Ctrl-C: only a later signal means that somebody insists. */
const SAME_SIGNAL_MS = 500;
/** For calls that last too long to hear a goodbye. */
const GOODBYE_MS = 20_000;
/** For closing what is left after the drain: connections, engines, the database. */
const CLOSING_MS = 20_000;

if (existsSync('.env')) process.loadEnvFile('.env');
const env = settings();
const log = createLog(env.VOICEOPS_LOG_LEVEL);
for (const name of unknownSettings(process.env)) log.warn({ setting: name }, 'there is no such setting');

const scope = new Scope();
let node: RunningNode | undefined;
let stoppingSince = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
// The start script holds the other end: when it is gone, whatever ended it, so are we.
if (process.channel) process.on('disconnect', stop);

try {
  node = await startNode(env, log, scope);
  if (stoppingSince === 0) process.stdout.write(`VoiceOps Studio is ready: ${node.address}\n`);
  else await end();
} catch (error) {
  log.debug({ err: error }, 'start failed');
  process.stderr.write(`VoiceOps Studio could not start: ${lineOf(error)}\n`);
  await scope.close().catch(() => undefined);
  process.exit(FAILED);
}

function stop(): void {
  if (stoppingSince > 0) {
    if (Date.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(FAILED);
    return;
  }
  stoppingSince = Date.now();
  // While it is still starting, the end comes once that is done.
  if (node) void end();
}

async function end(): Promise<void> {
  log.info({}, 'stopping');
  const drainingMs = (env.VOICEOPS_CALLS_DRAIN_SECONDS + env.VOICEOPS_DRAIN_SECONDS) * 1000;
  setTimeout(() => process.exit(FAILED), drainingMs + GOODBYE_MS + CLOSING_MS).unref();
  try {
    await node?.drain();
    await scope.close();
    log.info({}, 'stopped');
    process.exit(0);
  } catch (error) {
    log.error({ err: error }, 'stopping failed');
    process.exit(FAILED);
  }
}

function settings(): Env {
  try {
    return readEnv(process.env);
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(BAD_SETTING);
  }
}

/** One line about a failure; connection errors of several addresses have no message of their own. */
function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && !error.message) return lineOf(error.errors[0]);
  return error.message.split('\n')[0] || error.name;
}
