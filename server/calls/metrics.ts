import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { LATENCY_STAGES } from '../../shared/calls/latencyStages.ts';
import type { CallEnd, CallEvent } from '../../shared/calls/timeline.ts';
import type { AdmittedCall } from './contract.ts';

/** What of calls can be watched by figures. No label says who called whom. */
export interface CallMetrics {
  began(carrier: AdmittedCall['start']['carrier']): void;
  event(event: CallEvent): void;
  ended(end: CallEnd): void;
  /** A call that was not let in. `busy`: this process cannot take more; other reasons are few and fixed. */
  refused(why: string): void;
  /** Calls whose process is gone. */
  lost(calls: number): void;
  /** What waits to be written, in bytes, and what had to be given up. */
  waiting(bytes: number): void;
  dropped(what: 'sound' | 'events'): void;
}

const SECONDS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10];

/** Registers the figures of calls; once per registry. */
export function createCallMetrics(registry: Registry): CallMetrics {
  const registers = [registry];
  const inProgress = new Gauge({
    name: 'voiceops_calls_in_progress',
    help: 'Calls that this process holds',
    registers,
  });
  const begun = new Counter({
    name: 'voiceops_calls_begun_total',
    help: 'Calls that were let in, by who carries them',
    labelNames: ['carrier'],
    registers,
  });
  const ended = new Counter({
    name: 'voiceops_calls_ended_total',
    help: 'Calls that are over, by why; lost ones are counted by whoever finds them',
    labelNames: ['end'],
    registers,
  });
  const refused = new Counter({
    name: 'voiceops_calls_refused_total',
    help: 'Calls that were not let in, by why',
    labelNames: ['why'],
    registers,
  });
  const latency = new Histogram({
    name: 'voiceops_call_turn_seconds',
    help: 'From the end of what a caller said to the first sound of the answer that was heard, by stage; `whole` is all of it',
    labelNames: ['stage'],
    buckets: SECONDS,
    registers,
  });
  const bargeIns = new Counter({
    name: 'voiceops_call_barge_ins_total',
    help: 'Times that a caller spoke while the agent did, by what came of it',
    labelNames: ['outcome'],
    registers,
  });
  const reaction = new Histogram({
    name: 'voiceops_call_barge_in_reaction_seconds',
    help: 'From the onset of a caller’s speech to the agent’s silence',
    buckets: SECONDS,
    registers,
  });
  const trouble = new Counter({
    name: 'voiceops_call_trouble_total',
    help: 'What failed in calls, by part',
    labelNames: ['what'],
    registers,
  });
  const waitingBytes = new Gauge({
    name: 'voiceops_call_records_waiting_bytes',
    help: 'What of calls waits to be written to database and storage',
    registers,
  });
  const dropped = new Counter({
    name: 'voiceops_call_records_dropped_total',
    help: 'Pieces of calls that could not be kept, because database or storage were away for too long',
    labelNames: ['what'],
    registers,
  });
  return {
    began(carrier) {
      inProgress.inc();
      begun.inc({ carrier });
    },
    event(event) {
      if ((event.kind === 'turn' || event.kind === 'answered') && event.latency) {
        let wholeMs = 0;
        for (const stage of LATENCY_STAGES) {
          wholeMs += event.latency[stage];
          latency.observe({ stage: stage.replace(/Ms$/, '') }, event.latency[stage] / 1000);
        }
        latency.observe({ stage: 'whole' }, wholeMs / 1000);
      } else if (event.kind === 'barge-in') {
        bargeIns.inc({ outcome: event.outcome });
        reaction.observe(event.reactionMs / 1000);
      } else if (event.kind === 'trouble') trouble.inc({ what: event.what });
    },
    ended(end) {
      inProgress.dec();
      ended.inc({ end });
    },
    refused: (why) => refused.inc({ why }),
    lost: (calls) => ended.inc({ end: 'lost' }, calls),
    waiting: (bytes) => waitingBytes.set(bytes),
    dropped: (what) => dropped.inc({ what }),
  };
}
