import type { Registry } from 'prom-client';
import { createAnchorSigner } from '../identity/audit/anchorSigner.ts';
import type { AuditDeps } from '../identity/audit/anchors.ts';
import { renditionBytes } from '../studio/audio/openAudio.ts';
import type { Channels } from '../studio/channels/channels.ts';
import type { Studio } from '../studio/studio.ts';
import type { VoicePulls } from '../voices/pulls.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { Foundation } from './foundation.ts';
import { openMarking } from './provenance.ts';
import type { Scope } from './scope.ts';
import { voicesFolder, wireNeuralVoices, wireSpeech } from './speech.ts';

type LiveListener = (workspaceId: string, channel: string, slot: string) => void;

/** The domain's parts, wired once and shared by the roles of this process. */
export interface Domain {
  studio: Studio;
  channels: Channels;
  webhooks: Webhooks;
  pulls: VoicePulls;
  audit: AuditDeps;
  /** Calls back when this process changed what is live. */
  onLiveChanged(listener: LiveListener): void;
}

/** Wires speech, studio, channels and webhooks; engines end with the scope. */
export function wireDomain(
  foundation: Foundation,
  { registry, scope }: { registry: Registry; scope: Scope },
): Domain {
  const { env, database, audioStore, masters } = foundation;
  const neural = wireNeuralVoices(foundation);
  scope.defer(() => neural.close());
  const speech = wireSpeech(foundation, neural, registry);
  scope.defer(() => speech.close());
  const provenance = openMarking(env, foundation.databaseUrl, audioStore);
  scope.defer(() => provenance.close());
  const studio: Studio = { database, speech, audioStore, provenance };
  const liveListeners: LiveListener[] = [];
  return {
    studio,
    channels: {
      database,
      audioStore,
      renditionBytes: (...version) => renditionBytes(studio, ...version, 'marked'),
      onLiveChanged: (...place) => {
        for (const listener of liveListeners) listener(...place);
      },
    },
    pulls: {
      database,
      source: { folder: voicesFolder(foundation.env), url: env.VOICEOPS_VOICES_URL },
      local: neural,
    },
    webhooks: { database, audioStore, allowPrivateNetworks: env.VOICEOPS_WEBHOOKS_PRIVATE_NETWORKS },
    audit: { database, bytes: audioStore.bytes, signer: createAnchorSigner(masters) },
    onLiveChanged: (listener) => liveListeners.push(listener),
  };
}
