import { pino } from 'pino';
import { v7 } from 'uuid';
import type { AdmittedCall } from '../../server/calls/contract.ts';
import { createCallMetrics } from '../../server/calls/metrics.ts';
import { openCallKeeper } from '../../server/calls/record/callKeeper.ts';
import type { CallStore } from '../../server/calls/record/writeCalls.ts';
import { readEnv } from '../../server/env.ts';
import { createRegistry } from '../../server/http/metrics/metrics.ts';
import { joinFoundation } from '../../server/processes/joinFoundation.ts';
import { Scope } from '../../server/processes/scope.ts';
import type { CallEvent, CallEventOf, TurnLatency } from '../../shared/calls/timeline.ts';
import { LIST_PRICES } from '../../shared/prices/priceTable.ts';

/** A call that was let in, on a flow that says goodbye. */
export function admittedCall(workspaceId: string, more: Partial<AdmittedCall> = {}): AdmittedCall {
  const line = { kind: 'text' as const, text: 'Goodbye.' };
  return {
    id: v7(),
    workspaceId,
    start: { carrier: 'twilio', from: '+12025550123', to: '+15005550100', direction: 'inbound' },
    flow: {
      id: v7(),
      name: 'Hotline',
      version: 1,
      content: {
        language: 'en-US',
        start: 'bye',
        steps: { bye: { kind: 'goodbye', title: 'Goodbye', line } },
        lines: { announcement: line, hold: line, trouble: line, silence: line, busy: line },
        record: true,
      },
    },
    personalityId: null,
    testedBy: null,
    timeZone: 'UTC',
    ...more,
  };
}

/** A keeper that writes at once, with a registry of its own. */
export function openTestKeeper(
  store: Omit<CallStore, 'telephonyUsdPerMinute' | 'prices'> & Partial<CallStore>,
  mostBytes?: number,
) {
  return openCallKeeper({
    telephonyUsdPerMinute: null,
    prices: LIST_PRICES,
    ...store,
    log: pino({ level: 'silent' }),
    metrics: createCallMetrics(createRegistry()),
    writing: { flushMs: 20, ...(mostBytes !== undefined && { mostBytes }) },
  });
}

export const LATENCY: TurnLatency = {
  endOfTurnMs: 300,
  transcriptMs: 50,
  firstTokenMs: 40,
  firstAudioMs: 60,
  heardMs: 30,
};

export const heard = (atMs: number, text: string, more: Partial<CallEventOf<'heard'>> = {}): CallEvent => ({
  kind: 'heard',
  atMs,
  endMs: atMs + 1000,
  text,
  confidence: 0.9,
  engineId: 'builtin',
  keys: false,
  secret: false,
  ...more,
});

export const spoken = (atMs: number, text: string, more: Partial<CallEventOf<'spoken'>> = {}): CallEvent => ({
  kind: 'spoken',
  atMs,
  endMs: atMs + 1000,
  text,
  heard: text,
  whole: true,
  purpose: 'answer',
  source: { kind: 'voice', voiceId: 'flite:slt', voiceName: 'Slt', engineId: 'flite', instead: null },
  turnId: null,
  ...more,
});

export const turn = (atMs: number, more: Partial<CallEventOf<'turn'>> = {}): CallEvent => ({
  kind: 'turn',
  atMs,
  endMs: atMs + 2000,
  turnId: v7(),
  intent: 'order-status',
  confidence: 0.9,
  sentiment: { score: 0, label: 'neutral' },
  personality: { id: null, name: 'Assistant', version: null },
  agentId: 'builtin',
  interrupted: false,
  latency: LATENCY,
  ...more,
});

/** Writes a call of a second into a running installation, as its own process would; gives its id. */
export async function keepCall(
  dataDir: string,
  workspaceId: string,
  conversationId: string,
  text: string,
): Promise<string> {
  const scope = new Scope();
  try {
    const log = pino({ level: 'silent' });
    const foundation = await joinFoundation(readEnv({ VOICEOPS_DATA_DIR: dataDir }), log, scope);
    const keeper = openTestKeeper(foundation);
    const call = admittedCall(workspaceId);
    const record = keeper.begin(call, call.id);
    record.startRecording(0);
    record.conversation(conversationId);
    record.event(spoken(0, text));
    record.sound('agent', new Uint8Array(8000).fill(20), 0);
    await record.end('goodbye', 1000);
    await keeper.close(5000);
    return call.id;
  } finally {
    await scope.close();
  }
}
