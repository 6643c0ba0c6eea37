import type { Registry } from 'prom-client';
import type { EventBus } from '../db/eventBus.ts';
import type { HttpDeps } from '../http/app.ts';
import { mountAudit } from '../http/audit/audit.ts';
import { presentCaller } from '../http/authenticate.ts';
import { mountBusiness } from '../http/business/business.ts';
import { mountCallAnalytics } from '../http/calls/analytics.ts';
import { mountCalls } from '../http/calls/calls.ts';
import { mountFlows } from '../http/calls/flows.ts';
import { mountNumbers } from '../http/calls/numbers.ts';
import { mountChannels } from '../http/channels/channels.ts';
import { mountChat } from '../http/chat/chat.ts';
import { mountHearing } from '../http/chat/hearing.ts';
import { mountElevenLabs } from '../http/elevenlabs/elevenlabs.ts';
import { mountEvents } from '../http/events/events.ts';
import { mountIdentity } from '../http/identity/identity.ts';
import { type Meter, rateLimits } from '../http/limits/meter.ts';
import { mountOpenAi } from '../http/openai/openai.ts';
import { mountPersonalities } from '../http/personalities/personalities.ts';
import { mountPersonalityVoices } from '../http/personalities/voice.ts';
import { mountProvenance } from '../http/provenance/provenance.ts';
import { createPublicReads } from '../http/public/public.ts';
import { mountSessions } from '../http/speechApi/sessions.ts';
import { mountVoiceApi } from '../http/speechApi/voiceApi.ts';
import { mountStudio } from '../http/studio/studio.ts';
import { mountOutbound } from '../http/telephony/outbound.ts';
import { mountTools } from '../http/tools/tools.ts';
import { mountUsage } from '../http/usage/usage.ts';
import { mountVoiceCatalogue } from '../http/voices/catalogue.ts';
import { mountEngines } from '../http/voices/engines.ts';
import { mountEngineTries } from '../http/voices/engineTries.ts';
import { mountVoices } from '../http/voices/voices.ts';
import { mountWebhooks } from '../http/webhooks/webhooks.ts';
import type { Callers } from '../identity/callers.ts';
import { createSigner } from '../identity/signer.ts';
import { speechVoicesOf } from '../identity/workspaceSettings.ts';
import { resolvePersonality } from '../personalities/resolvePersonality.ts';
import { createDefaultChannels } from '../studio/channels/manageChannels.ts';
import { newestEntries } from '../studio/dictionary/readDictionary.ts';
import { wireChat } from './chat.ts';
import type { Domain } from './domain.ts';
import { fillSampleWorkspace } from './firstStart.ts';
import type { Foundation } from './foundation.ts';
import { publicUrlOf } from './publicUrl.ts';
import type { Scope } from './scope.ts';
import type { Telephony } from './telephony.ts';

/** Every resource of the API, with what it works with. */
export function wireRoutes(
  foundation: Foundation,
  domain: Domain,
  {
    callers,
    meter,
    registry,
    scope,
    bus,
    telephony,
  }: {
    callers: Callers;
    meter: Meter;
    registry: Registry;
    scope: Scope;
    bus: EventBus;
    telephony: Telephony;
  },
): Pick<HttpDeps, 'mounts' | 'publicMounts'> {
  const { env, database, audioStore, masters } = foundation;
  const { studio, channels, webhooks, audit, voices, personalities, usage, accounts, recognition, agents } =
    domain;
  const { speech, provenance } = studio;
  const speechVoices = (workspaceId: string) => speechVoicesOf(database, workspaceId);
  const dictionaryOf = (workspaceId: string) => newestEntries(studio, workspaceId);
  const publicUrl = publicUrlOf(env);
  const limits = rateLimits(meter);
  const chat = wireChat(foundation, { agents, tools: domain.tools, studio, bus, scope });
  const publicReads = createPublicReads({ database, audioStore, limits, bus, publicUrl, registry });
  scope.defer(() => publicReads.close());
  domain.onLiveChanged(publicReads.liveChanged);
  const afterSetUp = () => fillSampleWorkspace(foundation, domain);
  return {
    mounts: [
      mountIdentity({
        database,
        speech,
        callers,
        limits,
        publicUrl,
        browserSigner: createSigner(masters, 'voiceops known browser'),
        afterSetUp,
        furnishWorkspace: createDefaultChannels,
      }),
      (app) => mountStudio(app, { ...studio, limits }),
      (app) => mountChannels(app, channels),
      (app) => mountVoices(app, { speech, limits, dictionaryOf }),
      (app) => mountVoiceCatalogue(app, domain.pulls),
      (app) => mountEngines(app, { database, audioStore, lists: [speech, recognition, agents] }),
      (app) => mountEngineTries(app, { recognition, agents, database, audioStore, limits }),
      (app) => mountCallAnalytics(app, { database }),
      (app) => mountCalls(app, { database, audioStore, speech }),
      (app) => mountChat(app, { chat, database, audioStore, limits }),
      (app) => mountHearing(app, { recognition, database, audioStore, limits }),
      (app) => mountSessions(app, { database, audioStore }),
      (app) =>
        mountVoiceApi(app, {
          provenance,
          database,
          audioStore,
          speech,
          recognition,
          chat,
          limits,
          dictionaryOf,
          personality: resolvePersonality,
        }),
      (app) => mountPersonalities(app, personalities),
      (app) => mountPersonalityVoices(app, { voices, personalities, limits }),
      (app) => mountOpenAi(app, { speech, recognition, provenance, limits, speechVoices, dictionaryOf }),
      (app) => mountElevenLabs(app, { speech, provenance, limits, speechVoices, dictionaryOf }),
      (app) => mountProvenance(app, { database, provenance, limits }),
      (app) => mountAudit(app, audit),
      (app) => mountUsage(app, { ...usage, planChanged: accounts.planChanged }),
      (app) => mountWebhooks(app, webhooks),
      (app) => mountBusiness(app, domain.business),
      (app) => mountTools(app, domain.tools),
      (app) => mountFlows(app, { database, recognition }),
      (app) => mountNumbers(app, { database }),
      (app) =>
        mountOutbound(app, { database, audioStore, personality: resolvePersonality, dial: telephony.dial }),
      (app) =>
        mountEvents(app, { bus, registry, presentCaller: (request) => presentCaller(request, callers) }),
    ],
    publicMounts: [(app) => publicReads.mount(app)],
  };
}
