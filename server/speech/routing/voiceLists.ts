import { setTimeout as delay } from 'node:timers/promises';
import type { Voice } from '../../../shared/api/voices.ts';
import type { OpenEngine } from '../../engines/engines.ts';
import { ProblemError } from '../../problem.ts';
import type { SpeechEngine } from '../contract.ts';

/** The last lists of voices by account at an engine, kept beyond the life of this process. */
export interface KeptVoiceLists {
  /** Null where none was kept, or none that can be read. */
  read(account: string): Promise<readonly Voice[] | null>;
  write(account: string, voices: readonly Voice[]): Promise<void>;
  /** Those of which there is one. */
  accounts(): AsyncIterable<string>;
  remove(account: string): Promise<void>;
}

/** The voices of an engine, and why it cannot list them now. */
export interface Listed {
  voices: readonly Voice[];
  problem: Error | null;
}

/** So long is an engine waited for that lists its voices for the first time, where an earlier list is kept. */
const PATIENCE_MS = 1_000;
const NONE: readonly Voice[] = [];

/**
 * Lists the voices of engines; one that has not listed them since this process started, because it is away, has those
 * that it had before, so that others can stand in for them.
 */
export function openVoiceLists(kept: KeptVoiceLists | undefined) {
  const live = new Map<string, readonly Voice[]>();
  const before = new Map<string, Promise<readonly Voice[] | null>>();

  function keptOf(account: string): Promise<readonly Voice[] | null> {
    let known = before.get(account);
    if (!known) {
      known = kept?.read(account).catch(() => null) ?? Promise.resolve(null);
      before.set(account, known);
    }
    return known;
  }

  function keep(account: string, voices: readonly Voice[]): void {
    if (live.get(account) === voices) return;
    live.set(account, voices);
    // Storage that is away costs no request; the next list is kept again.
    kept?.write(account, voices).catch(() => undefined);
  }

  return async ({ desk: { engine }, account }: OpenEngine<SpeechEngine>): Promise<Listed> => {
    const listed = listOf(engine);
    if (account === null || !kept) return listed;
    const asked = listed.then((now) => {
      if (now.problem === null) keep(account, now.voices);
      return now;
    });
    if (live.has(account)) return asked;
    const earlier = await keptOf(account);
    if (earlier === null) return asked;
    const now = await Promise.race([asked, delay(PATIENCE_MS, null, { ref: false })]);
    return now?.problem === null ? now : { voices: earlier, problem: now?.problem ?? late(engine.name) };
  };
}

/** Removes the lists of accounts that nobody has any more; gives how many. */
export async function sweepVoiceLists(
  kept: KeptVoiceLists,
  accountsInUse: () => Promise<ReadonlySet<string>>,
): Promise<number> {
  const found: string[] = [];
  for await (const account of kept.accounts()) found.push(account);
  // Asked afterwards: what is kept from now on is of somebody.
  const inUse = await accountsInUse();
  const left = found.filter((account) => !inUse.has(account));
  for (const account of left) await kept.remove(account);
  return left.length;
}

const late = (name: string) =>
  new ProblemError('engine-unavailable', `${name} has not listed its voices yet. Try again in a moment.`);

/** An engine that cannot list its voices now has none now. */
function listOf(engine: SpeechEngine): Promise<Listed> {
  return engine.voices().then(
    (voices) => ({ voices, problem: null }),
    (problem: Error) => ({ voices: NONE, problem }),
  );
}
