import type { FastifyInstance } from 'fastify';
import { channelRoutes } from '../../../shared/api/channels.ts';
import { listCandidates } from '../../studio/channels/candidates.ts';
import type { Channels } from '../../studio/channels/channels.ts';
import { deployVersion } from '../../studio/channels/deployVersion.ts';
import { listChannels, listDeployments } from '../../studio/channels/listChannels.ts';
import { createChannel, getChannel, updateChannel } from '../../studio/channels/manageChannels.ts';
import { cancelRelease, createRelease, listReleases } from '../../studio/channels/releases.ts';
import { readRollBack, rollBack } from '../../studio/channels/rollBack.ts';
import { withdraw } from '../../studio/channels/withdraw.ts';
import { serve } from '../serve.ts';

/** Channels, what is live in their slots, the ledger, and releases. */
export function mountChannels(app: FastifyInstance, channels: Channels): void {
  const routes = channelRoutes;
  serve(app, routes.listChannels, ({ caller, query }) => listChannels(channels, caller, query));
  serve(app, routes.createChannel, ({ caller, body }) => createChannel(channels, caller, body));
  serve(app, routes.getChannel, ({ caller, params }) => getChannel(channels, caller, params.slug));
  serve(app, routes.updateChannel, ({ caller, params, body }) =>
    updateChannel(channels, caller, params.slug, body),
  );
  serve(app, routes.deploy, ({ caller, params, body, request }) =>
    deployVersion(channels, caller, { channel: params.slug, slot: params.slot, ...body }, request.overdue),
  );
  serve(app, routes.rollBack, ({ caller, params, body, request }) =>
    rollBack(channels, caller, { channel: params.slug, slot: params.slot, ...body }, request.overdue),
  );
  serve(app, routes.getRollBack, ({ caller, params }) =>
    readRollBack(channels, caller, { channel: params.slug, slot: params.slot }),
  );
  serve(app, routes.withdraw, ({ caller, params, body }) =>
    withdraw(channels, caller, { channel: params.slug, slot: params.slot, ...body }),
  );
  serve(app, routes.listCandidates, ({ caller, params, query }) =>
    listCandidates(channels, caller, params.slug, query),
  );
  serve(app, routes.listDeployments, ({ caller, params, query }) =>
    listDeployments(channels, caller, params.slug, query),
  );
  serve(app, routes.createRelease, ({ caller, body, request }) =>
    createRelease(channels, caller, body, request.overdue),
  );
  serve(app, routes.listReleases, ({ caller, query }) => listReleases(channels, caller, query));
  serve(app, routes.cancelRelease, async ({ caller, params, reply }) => {
    await cancelRelease(channels, caller, params.id);
    return reply.send();
  });
}
