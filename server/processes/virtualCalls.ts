import type { Line } from '../../shared/calls/flow.ts';
import type { LineSource } from '../../shared/calls/timeline.ts';
import { plainText } from '../../shared/markup/measure.ts';
import { parseMarkup } from '../../shared/markup/parse.ts';
import { admitCall } from '../calls/admission/admitCall.ts';
import { findNumber } from '../calls/admission/findNumber.ts';
import { readAdmitted } from '../calls/admission/readAdmitted.ts';
import type { CallKeeper, CallRecord, FixedLines } from '../calls/contract.ts';
import { openMachine } from '../calls/flows/openMachine.ts';
import { openCallKeeper } from '../calls/record/callKeeper.ts';
import type { AnswerListener, Talks } from '../calls/replying/contract.ts';
import { openTalks } from '../calls/replying/talks.ts';
import { openCallEngine } from '../calls/session/callEngine.ts';
import type { SpokenSound, Voices } from '../calls/speaking/contract.ts';
import { readSlotNow } from '../db/slotAudio.ts';
import { readChatSettings } from '../dialogue/chat/settings.ts';
import { speakable } from '../dialogue/speaking/speakable.ts';
import { toolsOf } from '../dialogue/tools/toolsOf.ts';
import { learned } from '../dialogue/understanding/intents/intents.ts';
import { inOrder } from '../engines/inOrder.ts';
import { resolvePersonality } from '../personalities/resolvePersonality.ts';
import { ProblemError } from '../problem.ts';
import { spokenTime } from '../simulator/virtual/spokenTime.ts';
import { type AnswerVirtual, openVirtualCarrier } from '../simulator/virtual/virtualCarrier.ts';
import { VirtualClock } from '../simulator/virtual/virtualClock.ts';
import { wordActivity, wordRecognition } from '../simulator/virtual/wordHearing.ts';
import { Words } from '../simulator/virtual/words.ts';
import type { Domain } from './domain.ts';
import type { Foundation } from './foundation.ts';
import type { Scope } from './scope.ts';

/** What is written of calls is waited for, so it is written at once. */
const WRITE_WITHIN_MS = 1;
const KEEPING_MS = 10_000;
const SOURCE: Extract<LineSource, { kind: 'voice' }> = {
  kind: 'voice',
  voiceId: 'virtual',
  voiceName: 'Virtual, without sound',
  engineId: 'virtual',
  instead: null,
};
const SIMULATOR = { kind: 'system', id: null, name: 'Simulator' } as const;

/** Calls in virtual time: what carries and hears them. */
export interface VirtualCalls {
  carrier: ReturnType<typeof openVirtualCarrier>;
  clock: VirtualClock;
  words: Words;
}

/**
 * Calls of this installation in virtual time: its flows, its agent, its tools and its data, with the real engine of
 * calls between them; voices and recognisers are words. Ends with the scope.
 */
export function wireVirtualCalls(
  { log, database, audioStore }: Foundation,
  { agents, tools, callStore, callMetrics }: Domain,
  scope: Scope,
): VirtualCalls {
  const clock = new VirtualClock();
  const words = new Words();
  const onTrouble = (err: unknown, what: string) => log.warn({ err }, what);
  const keeper = openCallKeeper({
    ...callStore,
    log,
    metrics: callMetrics,
    writing: { flushMs: WRITE_WITHIN_MS },
  });
  scope.defer(() => keeper.close(KEEPING_MS));
  const kept = new Map<string, () => void>();
  const engine = openCallEngine({
    clock,
    voiceActivity: wordActivity(),
    recognition: wordRecognition(words),
    voices: spokenWords(words),
    talks: inStandingTime(
      clock,
      openTalks({
        database,
        audioStore,
        agents,
        tools: (workspaceId) => toolsOf(tools, workspaceId),
        personality: resolvePersonality,
        onTrouble,
      }),
    ),
    lines: fixedWords(clock, words, (workspaceId, place) =>
      database.withWorkspace(workspaceId, (tx) => readSlotNow(tx, workspaceId, place)),
    ),
    keeper: withoutSound(clock, keeper, (callId) => kept.get(callId)?.()),
    machine: (call) => clock.during(openMachine(database, call)),
    onTrouble,
  });
  scope.defer(() => engine.close());

  /** Nobody is asked over a network: their time is not ours to count. Throws ProblemError. */
  async function requireOurs(workspaceId: string): Promise<void> {
    const { agentOrder, toolsOutside } = await database.withWorkspace(workspaceId, (tx) =>
      readChatSettings(tx, workspaceId),
    );
    const [first] = inOrder(await agents.of(workspaceId), agentOrder);
    if (first && first.desk.engine.kind !== 'builtin')
      throw new ProblemError(
        'conflict',
        `${first.desk.engine.name} answers here, and a model outside takes its own time: virtual calls are with the built-in agent alone. Put it first in the settings, or leave out --virtual.`,
      );
    if (toolsOutside)
      throw new ProblemError(
        'conflict',
        'Agents may use tools outside here, and those take their own time: switch them off, or leave out --virtual.',
      );
  }

  const answer: AnswerVirtual = async (transport) => {
    await learned();
    const { from, to, direction, carrier, carrierCallId } = transport.start;
    const number = to ? await findNumber(database, to) : null;
    if (!number?.flowId) return null;
    const { workspaceId, flowId, phoneNumberId } = number;
    await requireOurs(workspaceId);
    const admission = { database, audioStore, personality: resolvePersonality };
    const call = await database.withWorkspace(workspaceId, async (tx) => {
      const callId = await admitCall(admission, tx, {
        workspaceId,
        what: { flowId },
        start: { carrier, from, to, direction },
        carrierCallId,
        phoneNumberId,
        by: SIMULATOR,
        test: true,
      });
      return readAdmitted(admission, tx, workspaceId, callId!);
    });
    const over = new Promise<void>((resolve) => {
      kept.set(call.id, resolve);
    });
    return { listener: engine.answer(call, transport), kept: over.then(() => void kept.delete(call.id)) };
  };
  return { carrier: openVirtualCarrier(clock, answer), clock, words };
}

/** Sentences count for as long as they would sound, by their length. */
function spokenWords(words: Words): Voices {
  return {
    of: () => ({
      async speak(text, signal) {
        signal.throwIfAborted();
        return speakable(text) === null ? null : wordSound(words, text);
      },
    }),
  };
}

function wordSound(words: Words, text: string): SpokenSound {
  const timed = spokenTime(text);
  return {
    text,
    mulaw: words.write(timed.words, timed.lengthMs),
    words: timed.words.map(({ endMs, charEnd }) => ({ endMs, charEnd })),
    source: SOURCE,
  };
}

/** Fixed lines: of a slot the words of what is deployed there, as they were measured; else as every sentence. */
function fixedWords(
  clock: VirtualClock,
  words: Words,
  slotNow: (workspaceId: string, place: { channel: string; slot: string }) => ReturnType<typeof readSlotNow>,
): FixedLines {
  async function sound(workspaceId: string, line: Line): ReturnType<FixedLines['sound']> {
    const spoken = (text: string) => ({
      ...wordSound(words, text),
      words: spokenTime(text).words.map(({ text: word, startMs, endMs }) => ({ text: word, startMs, endMs })),
    });
    if (line.kind === 'text') return spoken(line.text);
    const now = await slotNow(workspaceId, line);
    if (now.state !== 'live') return spoken(line.otherwise);
    const { audio } = now;
    const lengthMs = audio.words.at(-1)?.endMs ?? 0;
    const text = plainText(parseMarkup(audio.markup, audio.language));
    if (lengthMs === 0) return spoken(text);
    return { mulaw: words.write(audio.words, lengthMs), text, words: audio.words, source: SOURCE };
  }
  return {
    warm: () => undefined,
    warmFirst: async () => undefined,
    sound: (workspaceId, line) => clock.during(sound(workspaceId, line)),
  };
}

/** Conversations in no time: while an answer is made, and while what was said is kept, the clock stands. */
function inStandingTime(clock: VirtualClock, talks: Talks): Talks {
  return {
    async open(wish) {
      const talk = await clock.during(talks.open(wish));
      const { answer, close } = { answer: talk.answer.bind(talk), close: talk.close.bind(talk) };
      talk.answer = (text, listener, goesOn) => {
        let done: () => void = () => undefined;
        void clock.during(
          new Promise<void>((resolve) => {
            done = resolve;
          }),
        );
        const inNoTime: AnswerListener = {
          onTurn: (turn) => listener.onTurn(turn),
          onEvent: (event) => listener.onEvent(event),
          onEnded(outcome) {
            done();
            listener.onEnded(outcome);
          },
          onFailed(error) {
            done();
            listener.onFailed(error);
          },
        };
        return answer(text, inNoTime, goesOn);
      };
      talk.close = () => clock.during(close());
      return talk;
    },
  };
}

/** Calls are kept as all are, but for their sound: there is none. */
function withoutSound(clock: VirtualClock, keeper: CallKeeper, onKept: (callId: string) => void): CallKeeper {
  return {
    begin(call, carrierCallId) {
      const record = keeper.begin(call, carrierCallId);
      return {
        event: (event) => record.event(event),
        conversation: (id) => record.conversation(id),
        sound: () => undefined,
        startRecording: () => undefined,
        pauseRecording: (atMs, why) => record.pauseRecording(atMs, why),
        resumeRecording: (atMs) => record.resumeRecording(atMs),
        async end(end, atMs) {
          await clock.during(record.end(end, atMs));
          onKept(call.id);
        },
      } satisfies CallRecord;
    },
  };
}
