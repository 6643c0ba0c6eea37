import { businessRoutes } from './business.ts';
import { callAnalyticsRoutes } from './calls/analytics.ts';
import { boardRoutes } from './calls/board.ts';
import { callRoutes } from './calls/calls.ts';
import { flowRoutes } from './calls/flows.ts';
import { numberRoutes } from './calls/numbers.ts';
import { outboundRoutes } from './calls/outbound.ts';
import { channelRoutes } from './channels.ts';
import { chatRoutes } from './chat.ts';
import { dictionaryRoutes } from './dictionaries.ts';
import { engineTryRoutes } from './engineTries.ts';
import { hearingRoutes } from './hearing.ts';
import { identityRoutes } from './identity.ts';
import { operationsRoutes } from './operations.ts';
import { personalityRoutes } from './personalities.ts';
import { provenanceRoutes } from './provenance.ts';

import { speechApiRoutes } from './speechApi.ts';
import { studioRoutes } from './studio.ts';
import { toolRoutes } from './tools.ts';
import { usageRoutes } from './usage.ts';
import { voiceCatalogueRoutes } from './voiceCatalogue.ts';
import { voiceRoutes } from './voices.ts';

/** Every address of our own API. The compatible dialects (`/v1/…`) and the public endpoints stand apart. */
export const contract = {
  ...identityRoutes,
  ...studioRoutes,
  ...channelRoutes,
  ...voiceRoutes,
  ...engineTryRoutes,
  ...voiceCatalogueRoutes,
  ...personalityRoutes,
  ...operationsRoutes,
  ...provenanceRoutes,
  ...dictionaryRoutes,
  ...usageRoutes,
  ...speechApiRoutes,
  ...chatRoutes,
  ...hearingRoutes,
  ...businessRoutes,
  ...toolRoutes,
  ...boardRoutes,
  ...outboundRoutes,
  ...callRoutes,
  ...callAnalyticsRoutes,
  ...flowRoutes,
  ...numberRoutes,
};
