import { openEventBus } from '../db/eventBus.ts';
import type { HttpDeps } from '../http/app.ts';
import { mountChannels } from '../http/channels/channels.ts';
import { mountIdentity } from '../http/identity/identity.ts';
import { type Meter, rateLimits } from '../http/limits/meter.ts';
import { createPublicReads } from '../http/public/public.ts';
import { mountStudio } from '../http/studio/studio.ts';
import { mountWebhooks } from '../http/webhooks/webhooks.ts';
import type { Callers } from '../identity/callers.ts';
import type { Domain } from './domain.ts';
import { fillSampleWorkspace } from './firstStart.ts';
import type { Foundation } from './foundation.ts';
import { publicUrlOf } from './publicUrl.ts';
import type { Scope } from './scope.ts';

/** Every resource of the API, with what it works with. */
export async function wireRoutes(
  foundation: Foundation,
  domain: Domain,
  { callers, meter, scope }: { callers: Callers; meter: Meter; scope: Scope },
): Promise<Pick<HttpDeps, 'mounts' | 'publicMounts'>> {
  const { env, database, databaseUrl, audioStore } = foundation;
  const { studio, channels, webhooks } = domain;
  const publicUrl = publicUrlOf(env);
  const limits = rateLimits(meter);
  const bus = await openEventBus(databaseUrl);
  scope.defer(() => bus.close());
  const publicReads = createPublicReads({ database, audioStore, limits, bus, publicUrl });
  scope.defer(() => publicReads.close());
  domain.onLiveChanged(publicReads.liveChanged);
  const afterSetUp = () => fillSampleWorkspace(foundation, domain);
  return {
    mounts: [
      mountIdentity({ database, callers, limits, publicUrl, afterSetUp }),
      (app) => mountStudio(app, { ...studio, limits }),
      (app) => mountChannels(app, channels),
      (app) => mountWebhooks(app, webhooks),
    ],
    publicMounts: [(app) => publicReads.mount(app)],
  };
}
