import type { Jobs } from '../db/jobs.ts';
import { type DeliveryEnd, deliverWebhook as deliver } from '../webhooks/deliverWebhook.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';

/** Makes one attempt of a delivery; the next one, when it is needed, is a job of its own. */
export async function deliverWebhook(
  webhooks: Webhooks,
  { workspaceId, deliveryId }: Jobs['deliverWebhook'],
): Promise<DeliveryEnd> {
  return deliver(webhooks, workspaceId, deliveryId);
}
