import type { FastifyInstance } from 'fastify';
import { operationsRoutes } from '../../../shared/api/operations.ts';
import {
  createWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  redeliver,
  testWebhook,
  updateWebhook,
} from '../../webhooks/manageWebhooks.ts';
import type { Webhooks } from '../../webhooks/webhooks.ts';
import { serve } from '../serve.ts';

/** Webhooks and their delivery log. */
export function mountWebhooks(app: FastifyInstance, webhooks: Webhooks): void {
  const routes = operationsRoutes;
  serve(app, routes.listWebhooks, ({ caller, query }) => listWebhooks(webhooks, caller, query));
  serve(app, routes.createWebhook, ({ caller, body }) => createWebhook(webhooks, caller, body));
  serve(app, routes.updateWebhook, ({ caller, params, body }) =>
    updateWebhook(webhooks, caller, params.id, body),
  );
  serve(app, routes.deleteWebhook, async ({ caller, params, reply }) => {
    await deleteWebhook(webhooks, caller, params.id);
    return reply.send();
  });
  serve(app, routes.testWebhook, ({ caller, params }) => testWebhook(webhooks, caller, params.id));
  serve(app, routes.listDeliveries, ({ caller, params, query }) =>
    listDeliveries(webhooks, caller, params.id, query),
  );
  serve(app, routes.redeliver, ({ caller, params }) => redeliver(webhooks, caller, params.id));
}
