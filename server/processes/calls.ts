import type { Admission } from '../calls/admission/admission.ts';
import { openGate } from '../calls/admission/gate.ts';
import { warmNumbers } from '../calls/admission/warmNumbers.ts';
import type { LiveCalls } from '../calls/contract.ts';
import { openFixedLines } from '../calls/flows/fixedLines.ts';
import { warmFlows } from '../calls/flows/flowMachine.ts';
import { openMachine } from '../calls/flows/openMachine.ts';
import { openInvitations } from '../calls/outbound/invitations.ts';
import { openCallKeeper } from '../calls/record/callKeeper.ts';
import type { CallRelay } from '../calls/relay/contract.ts';
import { openTalks } from '../calls/replying/talks.ts';
import { openCallEngine } from '../calls/session/callEngine.ts';
import { openVoices } from '../calls/speaking/voices.ts';
import type { EventBus } from '../db/eventBus.ts';
import { toolsOf } from '../dialogue/tools/toolsOf.ts';
import { learned } from '../dialogue/understanding/intents/intents.ts';
import { understand } from '../dialogue/understanding/understand.ts';
import type { HttpDeps } from '../http/app.ts';
import type { AnswerCarrier } from '../http/calls/callDoors.ts';
import { mountBrowserCalls } from '../http/telephony/browserCalls.ts';
import { answerCarrier, carrierElsewhere } from '../http/telephony/carrierElsewhere.ts';
import { openHandedOn } from '../http/telephony/handedOn.ts';
import { mountTwilio } from '../http/telephony/twilio.ts';
import { twilioSound } from '../http/telephony/twilioSound.ts';
import { resolvePersonality } from '../personalities/resolvePersonality.ts';
import { openLiveSilero } from '../providers/builtin/silero/live/liveSilero.ts';
import { findSubstitute } from '../studio/channels/substitute.ts';
import { newestEntries } from '../studio/dictionary/readDictionary.ts';
import type { Domain } from './domain.ts';
import type { Foundation } from './foundation.ts';
import type { Scope } from './scope.ts';
import type { Telephony } from './telephony.ts';

/** For callers who were let in to come, once nobody else is. */
const EXPECTED_MS = 5_000;
/** For what was said on the last calls to be written. */
const KEEPING_MS = 10_000;

/** The calls of this process. */
export interface Calls extends Pick<HttpDeps, 'mounts' | 'publicMounts'> {
  live: LiveCalls;
  /** What a carrier told another process of a call that this one holds. */
  carrier: AnswerCarrier;
  /** Begins to load what the first callers hear and what understands them: once requests are served, so that nobody waits for it. */
  warm(): void;
  /** Lets nobody in any more, and waits for the calls in progress as long as the settings allow. */
  drain(): Promise<void>;
}

/** Answers calls: everything a call needs, wired once for all of them. It ends with the scope. */
export function wireCalls(
  { env, log, database, audioStore }: Foundation,
  { studio, recognition, agents, tools, callStore, callMetrics, onLiveChanged }: Domain,
  {
    telephony,
    bus,
    relay,
    scope,
  }: { telephony: Telephony; bus: EventBus; relay: CallRelay | null; scope: Scope },
): Calls {
  const { speech } = studio;
  const dictionaryOf = (workspaceId: string) => newestEntries(studio, workspaceId);
  const onTrouble = (err: unknown, what: string) => log.warn({ err }, what);
  const keeper = openCallKeeper({ ...callStore, log, metrics: callMetrics });
  scope.defer(() => keeper.close(KEEPING_MS));
  const voiceActivity = openLiveSilero({
    onBroken: (err) => log.error({ err }, 'the detector of speech on calls broke; it starts anew'),
  });
  scope.defer(() => voiceActivity.close());
  const lines = openFixedLines({
    database,
    audioStore,
    speech,
    bus,
    dictionaryOf,
    personality: resolvePersonality,
    substitute: (...place) => findSubstitute({ database }, ...place),
    onTrouble,
  });
  scope.defer(() => lines.close());
  onLiveChanged(lines.liveChanged);
  const stopping = new AbortController();
  scope.defer(() => stopping.abort());
  const { dialPerson, control } = telephony;
  const invitations = openInvitations({
    dial: (...person) =>
      dialPerson?.(...person) ?? Promise.reject(new Error('nothing is set up that could ring')),
    hangUp: (carrierCallId) => control.hangUp(carrierCallId),
    onTrouble,
  });
  const engine = openCallEngine({
    voiceActivity,
    recognition,
    voices: openVoices({ speech, dictionaryOf }),
    talks: openTalks({
      database,
      audioStore,
      agents,
      tools: (workspaceId) => toolsOf(tools, workspaceId),
      personality: resolvePersonality,
      onTrouble,
    }),
    lines,
    keeper,
    machine: async (call) => {
      // In the first second of a process: a call that came with it waits, instead of all of them.
      await learned();
      return openMachine(database, call);
    },
    ...(dialPerson ? { invite: invitations.invite } : {}),
    onTrouble,
  });
  scope.defer(() => engine.close());
  const gate = openGate({
    mostCalls: env.VOICEOPS_CALLS_MAX,
    busyPercent: env.VOICEOPS_CALLS_BUSY_PERCENT,
    inProgress: () => engine.live.count,
  });
  scope.defer(() => gate.close());
  const admission: Admission = { database, audioStore, personality: resolvePersonality };
  const doors = { admission, gate, engine, onRefused: (why: string) => callMetrics.refused(why) };
  const elsewhere = relay && carrierElsewhere(database, relay);
  const handedOn = openHandedOn({
    database,
    invitations,
    holds: ({ workspaceId, callId }) => engine.live.find(workspaceId, callId) !== null,
    elsewhere,
  });
  const serveSound = twilioSound({ ...doors, control, handedOn, onTrouble });
  return {
    live: engine.live,
    carrier: answerCarrier(handedOn, serveSound),
    warm() {
      void learned().then(() => {
        // Tables are read with their first use: better now than while a caller waits.
        warmFlows();
        understand('hello');
      });
      warmNumbers(database, lines, stopping.signal).catch((err: unknown) => {
        if (!stopping.signal.aborted) onTrouble(err, 'what callers hear first could not be loaded ahead');
      });
    },
    mounts: [(app) => mountBrowserCalls(app, doors)],
    publicMounts: [(app) => mountTwilio(app, { ...doors, ...telephony, handedOn, serveSound })],
    async drain() {
      stopping.abort();
      await gate.stop(EXPECTED_MS);
      await engine.drain(env.VOICEOPS_CALLS_DRAIN_SECONDS * 1000);
    },
  };
}
