import { v7 } from 'uuid';
import type { AdmittedCall, CallKeeper, FixedLines } from '../../../server/calls/contract.ts';
import { flowMachine } from '../../../server/calls/flows/flowMachine.ts';
import type { Answer, AnswerListener, Talks } from '../../../server/calls/replying/contract.ts';
import { openCallEngine } from '../../../server/calls/session/callEngine.ts';
import type { SpokenSound } from '../../../server/calls/speaking/contract.ts';
import { learnBeside, learned } from '../../../server/dialogue/understanding/intents/intents.ts';
import { GatheredSocket } from '../../../server/http/gatheredSocket.ts';
import { openLiveSilero } from '../../../server/providers/builtin/silero/live/liveSilero.ts';
import type { HeardEvent, HearingStream } from '../../../server/speech/recognition/contract.ts';
import { EventQueue } from '../../../server/speech/recognition/eventQueue.ts';
import { openMediaStream } from '../../../server/telephony/twilio/mediaStream.ts';
import { Flow } from '../../../shared/calls/flow.ts';
import { resolved } from '../../../shared/personalities/resolved.ts';
import { DEFAULT_PERSONALITY } from '../../../shared/personalities/templates.ts';
import { serveHost } from './host.ts';
import { PROMPT } from './prompt.ts';
import { SAID } from './said.ts';

// The engine of calls as the product has it, with its judge of speech, turns, ledger and media streams. Beside it
// nothing that takes time: every utterance is understood as the same words at once, and answered with one prompt.

learnBeside();
await learned();

const line = (text: string) => ({ kind: 'text' as const, text });
const FLOW = Flow.parse({
  start: 'talk',
  steps: {
    talk: {
      kind: 'personality',
      title: 'Talk',
      personalityId: null,
      greeting: line('Hello'),
      transfer: null,
      next: null,
    },
  },
  lines: {
    announcement: null,
    hold: line('Wait'),
    trouble: line('Trouble'),
    silence: line('Silence'),
    busy: line('Busy'),
  },
  record: false,
});

const SOUND: SpokenSound = {
  text: 'This is what we have.',
  mulaw: PROMPT,
  words: [{ endMs: PROMPT.length / 8, charEnd: 21 }],
  source: { kind: 'voice', voiceId: 'v', voiceName: 'V', engineId: 'e', instead: null },
};
let troubles = 0;

function hearing(signal: AbortSignal): HearingStream {
  const queue = new EventQueue<HeardEvent>();
  signal.addEventListener('abort', () => queue.fail(signal.reason));
  let began = false;
  return {
    push: () => {
      if (!began) queue.push({ type: 'interim', text: SAID });
      began = true;
    },
    flush: () => undefined,
    finish: () => {
      queue.push({
        type: 'final',
        text: SAID,
        startMs: 0,
        endMs: 0,
        words: [],
        confidence: 1,
        endOfUtterance: true,
        engine: { id: 'none', version: '1' },
      });
      queue.end();
    },
    events: queue,
  };
}

function answer(listener: AnswerListener): Answer {
  let aborted = false;
  const understanding = {
    intent: 'faq' as const,
    confidence: 1,
    sentiment: { score: 0, label: 'neutral' as const },
  };
  queueMicrotask(() => {
    listener.onTurn({ turnId: v7(), conversationId: 'c' });
    listener.onEvent({ kind: 'understood', understanding });
    listener.onEvent({ kind: 'sentence', index: 0, text: `${SOUND.text} ` });
    listener.onEnded({
      text: SOUND.text,
      end: aborted ? 'aborted' : 'complete',
      understanding,
      agent: { id: 'prompt', name: 'Prompt', version: '1' },
      memory: undefined,
      facts: [],
      actions: [],
      calls: [],
      usage: { inputTokens: 0, outputTokens: 0 },
      cached: false,
      answer: null,
      problem: null,
    });
  });
  return {
    abort: () => {
      aborted = true;
    },
    heard: () => undefined,
  };
}

const talks: Talks = {
  open: async () => ({
    personality: resolved({ id: null, versionId: null, number: 0 }, DEFAULT_PERSONALITY),
    conversationId: null,
    orderDigits: [],
    asked: 'anything',
    greeted: () => undefined,
    answer: (_text, listener) => answer(listener),
    advise: () => undefined,
    expected: () => null,
    summary: () => '',
    close: async () => undefined,
  }),
};
const lines: FixedLines = {
  warm: () => undefined,
  warmFirst: async () => undefined,
  sound: async () => ({ ...SOUND, words: [] }),
};
const keeper: CallKeeper = {
  begin: () => ({
    event: () => undefined,
    sound: () => undefined,
    startRecording: () => undefined,
    pauseRecording: () => undefined,
    resumeRecording: () => undefined,
    conversation: () => undefined,
    end: async () => undefined,
  }),
};
const engine = openCallEngine({
  voiceActivity: openLiveSilero({
    onBroken: () => {
      troubles++;
    },
  }),
  recognition: { stream: ({ signal }) => hearing(signal) },
  voices: { of: () => ({ speak: async () => SOUND }) },
  talks,
  lines,
  keeper,
  machine: async ({ flow }) =>
    flowMachine(flow.content, { now: () => new Date(), timeZone: 'UTC', isOpen: () => true }),
  onTrouble: (error) => {
    troubles++;
    console.error(error);
  },
});

await serveHost(
  (socket) =>
    openMediaStream(socket, {
      describe: async () => ({ from: '+15005550006', to: '+15005550100', direction: 'inbound' as const }),
      control: { transfer: async () => undefined },
      answer: (transport) => {
        const call: AdmittedCall = {
          id: v7(),
          workspaceId: 'w',
          start: transport.start,
          flow: { id: 'f', name: 'Bench', version: 1, content: FLOW },
          personalityId: null,
          testedBy: null,
          timeZone: 'UTC',
        };
        return engine.answer(call, transport);
      },
    }),
  () => troubles,
  GatheredSocket,
);
