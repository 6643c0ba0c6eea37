import { and, eq, sql } from 'drizzle-orm';
import { notify } from '../db/notify.ts';
import { webhookDeliveries, webhooks as webhookTable } from '../db/schema/index.ts';
import { enqueueDelivery } from '../db/webhooks.ts';
import { connectionFailure } from '../outbound/connectionFailure.ts';
import { postSigned } from './postSigned.ts';
import type { Webhooks } from './webhooks.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Waits after each failed attempt: eight attempts within about a day. */
const BACK_OFF_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 4 * HOUR, 7 * HOUR, 10 * HOUR];
/** Receivers that were away together are not called again all at once: each wait varies by this share. */
const JITTER = 0.2;

/** How an attempt ended; `retrying`: it failed, and the next is planned. */
export type DeliveryEnd = 'delivered' | 'retrying' | 'failed' | 'nothing-to-do';

/**
 * Makes one attempt of a delivery that is pending, and plans the next one when it fails. Does nothing for
 * one that is over. A crash between the answer and its record repeats the message under the same id.
 */
export async function deliverWebhook(
  { database, audioStore, allowPrivateNetworks }: Webhooks,
  workspaceId: string,
  deliveryId: string,
): Promise<DeliveryEnd> {
  const isThis = and(eq(webhookDeliveries.workspaceId, workspaceId), eq(webhookDeliveries.id, deliveryId));
  const claimed = await database.withWorkspace(workspaceId, async (tx) => {
    const [delivery] = await tx
      .update(webhookDeliveries)
      .set({
        attempts: sql`${webhookDeliveries.attempts} + 1`,
        lastAttemptAt: new Date(),
        nextAttemptAt: null,
      })
      .where(and(isThis, eq(webhookDeliveries.state, 'pending')))
      .returning();
    if (!delivery) return null;
    const [webhook] = await tx.select().from(webhookTable).where(eq(webhookTable.id, delivery.webhookId));
    return webhook ? { delivery, webhook } : null;
  });
  if (!claimed) return 'nothing-to-do';
  const { delivery, webhook } = claimed;

  const outcome =
    webhook.active || delivery.event === 'ping'
      ? await attempt(
          webhook.url,
          audioStore.open(webhook.sealedSecret),
          { id: delivery.id, payload: delivery.payload },
          allowPrivateNetworks,
        )
      : { delivered: false, status: null, error: 'The webhook is paused.', final: true };

  return database.withWorkspace(workspaceId, async (tx): Promise<DeliveryEnd> => {
    const waitMs = outcome.final ? undefined : BACK_OFF_MS[delivery.attempts - 1];
    const next =
      outcome.delivered || waitMs === undefined
        ? null
        : new Date(Date.now() + waitMs * (1 + JITTER * (2 * Math.random() - 1)));
    const state = outcome.delivered ? 'delivered' : next ? 'pending' : 'failed';
    const [written] = await tx
      .update(webhookDeliveries)
      .set({
        state,
        responseStatus: outcome.status,
        error: outcome.error,
        nextAttemptAt: next,
      })
      // A later attempt, started by hand meanwhile, writes its own outcome.
      .where(and(isThis, eq(webhookDeliveries.attempts, delivery.attempts)))
      .returning({ id: webhookDeliveries.id });
    if (!written) return 'nothing-to-do';
    if (next) await enqueueDelivery(tx, workspaceId, deliveryId, next);
    await notify(tx, workspaceId, { type: 'webhook-delivery', webhookId: webhook.id });
    return state === 'pending' ? 'retrying' : state;
  });
}

interface Outcome {
  delivered: boolean;
  status: number | null;
  error: string | null;
  /** Trying again would not help. */
  final: boolean;
}

async function attempt(
  ...[url, secret, message, allowPrivate]: Parameters<typeof postSigned>
): Promise<Outcome> {
  try {
    const { status, answer } = await postSigned(url, secret, message, allowPrivate);
    if (status >= 200 && status < 300) return { delivered: true, status, error: null, final: true };
    const redirect = status >= 300 && status < 400 ? ' Redirects are not followed.' : '';
    // Control characters have no place in a log that is shown.
    const said = answer.replace(/\p{Cc}+/gu, ' ').trim();
    return {
      delivered: false,
      status,
      error: `The receiver answered ${status}.${redirect}${said ? ` It said: ${said}` : ''}`,
      final: false,
    };
  } catch (error) {
    return {
      delivered: false,
      status: null,
      error: connectionFailure(error),
      final: false,
    };
  }
}
