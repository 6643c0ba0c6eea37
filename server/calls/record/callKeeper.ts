import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { CallEnd, CallEvent, CallEventOf } from '../../../shared/calls/timeline.ts';
import type { AdmittedCall, CallKeeper, CallRecord, Party } from '../contract.ts';
import type { CallMetrics } from '../metrics.ts';
import { deploymentOf, sealEvent } from './content.ts';
import { Recorder } from './recorder.ts';
import { type CallSoFar, count, nothingYet } from './summary.ts';
import { WriteBehind, type WriteBehindOptions } from './writeBehind.ts';
import { type CallStore, LEASE_MS } from './writeCalls.ts';

export interface CallKeeperDeps extends CallStore {
  log: Logger;
  metrics: CallMetrics;
  /** For tests: how often is written, and how much may wait. */
  writing?: Pick<WriteBehindOptions, 'flushMs' | 'mostBytes'>;
}

/** The keeper of a process's calls. */
export interface OpenCallKeeper extends CallKeeper {
  /** Writes what waits; gives up after `graceMs`. Calls that are not ended are lost once their lease is over. */
  close(graceMs: number): Promise<void>;
}

const RENEW_MS = LEASE_MS / 3;
/** Who made a call that nobody of the workspace made. */
const OUTSIDE = { kind: 'system', id: null, name: 'Telephone' } as const;
const HIDDEN = '•••';

/** Keeps calls behind them: see WriteBehind. Says every few seconds for all calls of the process that it holds them. */
export function openCallKeeper({ log, metrics, writing, ...store }: CallKeeperDeps): OpenCallKeeper {
  const held = new Set<string>();
  const losing = new Set<string>();
  const behind = new WriteBehind(store, {
    ...writing,
    onAway: (err, bytes) =>
      log.warn({ err, bytes }, 'what happens on calls cannot be written; it is held and tried again'),
    onBack: () => log.info('what happened on calls is written again'),
    onDropped(what, callId, err) {
      metrics.dropped(what);
      // Once for each call: a database that is away for long would fill the log.
      if (losing.has(callId)) return;
      losing.add(callId);
      log.error({ err, callId, what }, 'a part of a call could not be kept');
    },
    onWaiting: metrics.waiting,
  });
  const renewing = setInterval(() => {
    if (held.size === 0) return;
    store.database.outside
      .execute(
        sql`select voiceops_renew_calls(${sql.param([...held])}::uuid[], make_interval(secs => ${LEASE_MS / 1000}))`,
      )
      .catch((err: unknown) =>
        log.warn({ err, calls: held.size }, 'the calls in progress could not be renewed'),
      );
  }, RENEW_MS);

  return {
    begin(call, carrierCallId) {
      held.add(call.id);
      metrics.began(call.start.carrier);
      behind.of(call.id, call.workspaceId).begin = {
        call,
        carrierCallId,
        at: new Date(),
        by: call.testedBy ?? OUTSIDE,
      };
      return new KeptCall(call, {
        store,
        behind,
        metrics,
        over() {
          held.delete(call.id);
          losing.delete(call.id);
        },
        log,
      });
    },
    async close(graceMs) {
      clearInterval(renewing);
      await behind.close(graceMs);
    },
  };
}

interface KeptCallDeps {
  store: CallStore;
  behind: WriteBehind;
  metrics: CallMetrics;
  log: Logger;
  /** The call is written to its end. */
  over(): void;
}

class KeptCall implements CallRecord {
  private number = 0;
  private readonly soFar: CallSoFar = nothingYet();
  private readonly recorder: Recorder;
  private peaks = new Uint8Array(0);
  /** Something secret is said: since then, and why. */
  private secretSinceMs: number | null = null;
  /** What became of the recording, until it is told as an event: so a gap is marked, whoever tells it. */
  private untold: CallEventOf<'recording'> | null = null;
  private ending: Promise<void> | null = null;
  private readonly call: AdmittedCall;
  private readonly deps: KeptCallDeps;

  constructor(call: AdmittedCall, deps: KeptCallDeps) {
    this.call = call;
    this.deps = deps;
    this.recorder = new Recorder((segment) => {
      const from = (segment.fromMs / 100) * 2;
      if (this.peaks.length < from + segment.peaks.length) {
        const grown = new Uint8Array(from + segment.peaks.length);
        grown.set(this.peaks);
        this.peaks = grown;
      }
      this.peaks.set(segment.peaks, from);
      this.deps.behind.addSegment(this.pending(), segment);
    });
  }

  event(event: CallEvent): void {
    const { untold } = this;
    this.untold = null;
    // Whoever told us to pause tells it as an event too, with more to say.
    if (untold && !(event.kind === 'recording' && event.state === untold.state)) this.keep(untold);
    this.keep(event);
  }

  sound(party: Party, mulaw: Uint8Array, atMs: number): void {
    if (this.ending === null && this.recorder.started) this.recorder.add(party, mulaw, atMs);
  }

  startRecording(atMs: number): void {
    this.recorder.start(atMs);
    this.tell({ kind: 'recording', atMs, state: 'started', why: '' });
  }

  pauseRecording(atMs: number, why: string): void {
    this.secretSinceMs ??= atMs;
    this.recorder.pause(atMs);
    if (this.recorder.started) this.tell({ kind: 'recording', atMs, state: 'paused', why });
  }

  resumeRecording(atMs: number): void {
    this.secretSinceMs = null;
    this.recorder.resume(atMs);
    if (this.recorder.started) this.tell({ kind: 'recording', atMs, state: 'resumed', why: '' });
  }

  conversation(conversationId: string): void {
    this.pending().conversationId = conversationId;
  }

  end(end: CallEnd, atMs: number): Promise<void> {
    this.ending ??= this.finish(end, atMs);
    return this.ending;
  }

  private tell(event: CallEventOf<'recording'>): void {
    if (this.untold) this.keep(this.untold);
    this.untold = event;
  }

  private finish(end: CallEnd, atMs: number): Promise<void> {
    if (this.untold) this.keep(this.untold);
    this.untold = null;
    this.recorder.finish();
    if (this.recorder.late > 0)
      this.deps.log.warn(
        { callId: this.call.id, samples: this.recorder.late },
        'sound of a call came too late for its recording',
      );
    this.deps.metrics.ended(end);
    const pending = this.pending();
    pending.end = {
      end,
      atMs,
      endedAt: new Date(),
      soFar: this.soFar,
      peaks: this.peaks.length > 0 ? Buffer.from(this.peaks) : null,
    };
    return new Promise((resolve) => {
      pending.waiters.push(() => {
        this.deps.over();
        resolve();
      });
    });
  }

  private pending() {
    return this.deps.behind.of(this.call.id, this.call.workspaceId);
  }

  private keep(told: CallEvent): void {
    const event = this.withoutSecrets(told);
    const { behind, store, metrics } = this.deps;
    const pending = this.pending();
    this.number++;
    if (this.number === 1) pending.liveAt = new Date();
    const before = this.soFar.personality;
    count(this.soFar, event);
    metrics.event(event);
    if (event.kind === 'turn' || event.kind === 'answered') pending.turns.push({ event, at: new Date() });
    if (event.kind === 'turn') {
      if (before?.id !== event.personality.id || before?.name !== event.personality.name)
        pending.personality = this.soFar.personality;
    }
    behind.addEvent(pending, {
      number: this.number,
      kind: event.kind,
      atMs: Math.round(event.atMs),
      sealed: sealEvent(store.audioStore, event),
      deploymentId: deploymentOf(event),
    });
  }

  /** What is told while nothing may be kept holds no words and no keys, whatever came in it. */
  private withoutSecrets(event: CallEvent): CallEvent {
    const since = this.secretSinceMs;
    if (event.kind === 'heard' && (event.secret || (since !== null && event.endMs > since))) {
      const { words: _spoken, ...rest } = event;
      return { ...rest, secret: true, text: HIDDEN };
    }
    if (event.kind === 'key' && since !== null && event.atMs >= since) return { ...event, digit: '•' };
    return event;
  }
}
