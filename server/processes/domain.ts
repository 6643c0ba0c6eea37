import type { Registry } from 'prom-client';
import { type CallMetrics, createCallMetrics } from '../calls/metrics.ts';
import type { CallStore } from '../calls/record/writeCalls.ts';
import type { Business } from '../dialogue/business/records/business.ts';
import { openTools, type Tools } from '../dialogue/tools/tools.ts';
import { createEngineMetrics } from '../engines/metrics.ts';
import { openSharedFigures } from '../engines/sharedFigures.ts';
import { createAnchorSigner } from '../identity/audit/anchorSigner.ts';
import type { AuditDeps } from '../identity/audit/anchors.ts';
import type { Personalities } from '../personalities/personalities.ts';
import { markSpeech } from '../provenance/markSpeech.ts';
import type { Recognition } from '../speech/recognition/contract.ts';
import { renditionBytes } from '../studio/audio/openAudio.ts';
import type { Channels } from '../studio/channels/channels.ts';
import { withdrawVoice } from '../studio/channels/withdrawVoice.ts';
import type { Ears } from '../studio/checks/checked.ts';
import type { Studio } from '../studio/studio.ts';
import { type Accounts, openAccounts } from '../usage/accounts.ts';
import type { Usage } from '../usage/usage.ts';
import { discardVoice } from '../voices/custom/discardVoice.ts';
import type { VoicePulls } from '../voices/pulls.ts';
import { openExaminer } from '../voices/samples/examiner.ts';
import { openListener } from '../voices/samples/openListener.ts';
import type { Voices } from '../voices/voices.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { type Agents, wireAgents } from './chat.ts';
import { openEars } from './ears.ts';
import type { Foundation } from './foundation.ts';
import { readPrices } from './prices.ts';
import { openMarking } from './provenance.ts';
import { wireRecognition } from './recognition.ts';
import { repeatedly } from './repeatedly.ts';
import type { Scope } from './scope.ts';
import { voicesFolder, wireNeuralVoices, wireSpeech } from './speech.ts';

/** So old are the figures that other processes have of the engines here (engines/sharedFigures.ts). */
const TELL_EVERY_MS = 5_000;

type LiveListener = (workspaceId: string, channel: string, slot: string) => void;

/** The domain's parts, wired once and shared by the roles of this process. */
export interface Domain {
  studio: Studio;
  channels: Channels;
  webhooks: Webhooks;
  business: Business;
  /** What agents may use. */
  tools: Tools;
  pulls: VoicePulls;
  audit: AuditDeps;
  voices: Voices;
  personalities: Personalities;
  ears: Ears;
  recognition: Recognition;
  agents: Agents;
  /** What calls are kept in. */
  callStore: CallStore;
  callMetrics: CallMetrics;
  usage: Usage;
  accounts: Accounts;
  /** Calls back when this process changed what is live. */
  onLiveChanged(listener: LiveListener): void;
}

/** Wires speech, studio, channels, voices and webhooks; engines end with the scope. */
export function wireDomain(
  foundation: Foundation,
  { registry, scope }: { registry: Registry; scope: Scope },
): Domain {
  const { env, log, database, audioStore, masters } = foundation;
  const neural = wireNeuralVoices(foundation);
  scope.defer(() => neural.close());
  const usage: Usage = { database, givenPlan: env.VOICEOPS_DEFAULT_PLAN, prices: readPrices(env) };
  const accounts = openAccounts({
    ...usage,
    onUnsettled: (err) => log.warn({ err }, 'an entry in the accounts of speech could not be written'),
  });
  scope.defer(() => accounts.close());
  const desks = { metrics: createEngineMetrics(registry), figures: openSharedFigures(database) };
  scope.defer(() => desks.figures.close());
  scope.defer(repeatedly('tell how engines do', TELL_EVERY_MS, desks.figures.tell, log));
  const speech = wireSpeech(foundation, neural, accounts, registry, desks);
  scope.defer(() => speech.close());
  const provenance = openMarking(env, foundation.databaseUrl, audioStore);
  scope.defer(() => provenance.close());
  const studio: Studio = { database, speech, audioStore, provenance, prices: usage.prices };
  const liveListeners: LiveListener[] = [];
  const channels: Channels = {
    database,
    audioStore,
    renditionBytes: (...version) => renditionBytes(studio, ...version, 'marked'),
    onLiveChanged: (...place) => {
      for (const listener of liveListeners) listener(...place);
    },
  };
  const examiner = openExaminer({ threads: 1 });
  scope.defer(() => examiner.close());
  const ears = openEars(scope);
  const recognition = wireRecognition(foundation, ears, accounts, desks);
  scope.defer(() => recognition.close());
  const agents = wireAgents(foundation, desks);
  scope.defer(() => agents.close());
  const listener = openListener(ears);
  scope.defer(() => listener.close());
  const voices: Voices = {
    database,
    audioStore,
    speech,
    examiner,
    listener,
    mark: (file) => markSpeech(provenance, file),
    givenPlan: usage.givenPlan,
    withdrawVoice: (...what) => withdrawVoice(channels, ...what),
  };
  return {
    studio,
    ears,
    recognition,
    agents,
    channels,
    usage,
    accounts,
    voices,
    personalities: { database, speech, discardVoice: (...of) => discardVoice(voices, ...of) },
    pulls: {
      database,
      source: {
        folder: voicesFolder(foundation.env),
        url: env.VOICEOPS_VOICES_URL,
        pocketUrl: env.VOICEOPS_POCKET_URL,
        kokoroUrl: env.VOICEOPS_KOKORO_URL,
      },
      local: neural,
    },
    webhooks: { database, audioStore, allowPrivateNetworks: env.VOICEOPS_WEBHOOKS_PRIVATE_NETWORKS },
    business: { database, now: () => new Date() },
    tools: openTools({
      database,
      audioStore,
      allowPrivateNetworks: env.VOICEOPS_TOOLS_PRIVATE_NETWORKS,
      onTrouble: (err, tool) => log.error({ err, tool }, 'a tool failed'),
    }),
    callStore: {
      database,
      audioStore,
      prices: usage.prices,
      telephonyUsdPerMinute: env.VOICEOPS_TELEPHONY_USD_PER_MINUTE ?? null,
    },
    callMetrics: createCallMetrics(registry),
    audit: { database, bytes: audioStore.bytes, signer: createAnchorSigner(masters) },
    onLiveChanged: (listener) => liveListeners.push(listener),
  };
}
