import { and, arrayContains, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { WEBHOOK_EVENTS } from '../../shared/api/operations.ts';
import type { WorkspaceTx } from './database.ts';
import { enqueue } from './jobs.ts';
import { webhookDeliveries, webhooks } from './schema/index.ts';

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/**
 * Queues `event` for every active webhook that listens to it, in the caller's transaction: a receiver
 * hears of it exactly when it happened. `data` is what the receiver gets as `data`; it holds no secrets.
 */
export async function queueWebhooks(
  tx: WorkspaceTx,
  workspaceId: string,
  event: WebhookEvent,
  data: Record<string, unknown>,
): Promise<void> {
  const listening = await tx
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(
      and(
        eq(webhooks.workspaceId, workspaceId),
        eq(webhooks.active, true),
        arrayContains(webhooks.events, [event]),
      ),
    );
  for (const webhook of listening) await queueDelivery(tx, workspaceId, webhook.id, event, data);
}

/** Queues `event` for one webhook, whether or not it listens to it; gives the delivery's id. */
export async function queueDelivery(
  tx: WorkspaceTx,
  workspaceId: string,
  webhookId: string,
  event: WebhookEvent,
  data: Record<string, unknown>,
): Promise<string> {
  const id = v7();
  const now = new Date();
  await tx.insert(webhookDeliveries).values({
    id,
    workspaceId,
    webhookId,
    event,
    // The shape that the Standard Webhooks specification recommends.
    payload: { type: event, timestamp: now.toISOString(), data },
    nextAttemptAt: now,
  });
  await enqueueDelivery(tx, workspaceId, id);
  return id;
}

/** Queues the next attempt of a delivery; at most one attempt of it waits at a time. */
export async function enqueueDelivery(
  tx: WorkspaceTx,
  workspaceId: string,
  deliveryId: string,
  runAt?: Date,
): Promise<void> {
  await enqueue(tx, 'deliverWebhook', { workspaceId, deliveryId }, { runAt, key: `webhook:${deliveryId}` });
}
