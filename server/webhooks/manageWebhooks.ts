import { randomBytes } from 'node:crypto';
import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { z } from 'zod';
import type { Webhook, WebhookDelivery } from '../../shared/api/operations.ts';
import type { Caller } from '../caller.ts';
import { recordAudit } from '../db/audit.ts';
import type { WorkspaceTx } from '../db/database.ts';
import { decodeCursor, IdPosition, pageOf } from '../db/page.ts';
import { webhookDeliveries, webhooks as webhookTable } from '../db/schema/index.ts';
import { enqueueDelivery, queueDelivery, type WebhookEvent } from '../db/webhooks.ts';
import { checkAddress } from '../outbound/allowedAddress.ts';
import { notFound } from '../problem.ts';
import type { Webhooks } from './webhooks.ts';

type WebhookView = Webhook;
type DeliveryView = z.infer<typeof WebhookDelivery>;
type PageInput = { limit: number; cursor?: string | undefined };
type WebhookRow = typeof webhookTable.$inferSelect;

/** Makes a webhook; its signing secret is in this answer only. Throws `address-not-allowed`, `validation-failed`. */
export async function createWebhook(
  { database, audioStore, allowPrivateNetworks }: Webhooks,
  caller: Caller,
  input: { url: string; events: WebhookEvent[] },
): Promise<WebhookView & { secret: string }> {
  await checkAddress(input.url, allowPrivateNetworks);
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  return database.withWorkspace(caller.workspaceId, async (tx) => {
    const [row] = await tx
      .insert(webhookTable)
      .values({
        id: v7(),
        workspaceId: caller.workspaceId,
        url: input.url,
        events: [...new Set(input.events)],
        sealedSecret: audioStore.seal(secret),
      })
      .returning();
    await audit(tx, caller, 'webhook.created', row!);
    return { ...presentWebhook(row!, null), secret };
  });
}

/** Changes or pauses a webhook. Throws `not-found`, `address-not-allowed`, `validation-failed`. */
export async function updateWebhook(
  { database, allowPrivateNetworks }: Webhooks,
  caller: Caller,
  id: string,
  change: { url?: string | undefined; events?: WebhookEvent[] | undefined; active?: boolean | undefined },
): Promise<WebhookView> {
  if (change.url !== undefined) await checkAddress(change.url, allowPrivateNetworks);
  return database.withWorkspace(caller.workspaceId, async (tx) => {
    const before = await lockWebhook(tx, caller.workspaceId, id);
    const [row] = await tx
      .update(webhookTable)
      .set({
        url: change.url ?? before.url,
        events: change.events ? [...new Set(change.events)] : before.events,
        active: change.active ?? before.active,
      })
      .where(eq(webhookTable.id, id))
      .returning();
    const last = await lastDeliveries(tx, [id]);
    await audit(tx, caller, 'webhook.updated', row!);
    return presentWebhook(row!, last.get(id) ?? null);
  });
}

/** Deletes a webhook with its delivery log. Throws `not-found`. */
export async function deleteWebhook({ database }: Webhooks, caller: Caller, id: string): Promise<void> {
  await database.withWorkspace(caller.workspaceId, async (tx) => {
    const row = await lockWebhook(tx, caller.workspaceId, id);
    await tx.delete(webhookTable).where(eq(webhookTable.id, id));
    await audit(tx, caller, 'webhook.deleted', row);
  });
}

/** Webhooks in the order they were made. */
export async function listWebhooks(
  { database }: Webhooks,
  { workspaceId }: Caller,
  { limit, cursor }: PageInput,
): Promise<{ items: WebhookView[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor, IdPosition);
  return database.withWorkspace(workspaceId, async (tx) => {
    const rows = await tx
      .select()
      .from(webhookTable)
      .where(
        and(
          eq(webhookTable.workspaceId, workspaceId),
          after ? sql`${webhookTable.id} > ${after[0]}` : undefined,
        ),
      )
      .orderBy(webhookTable.id)
      .limit(limit + 1);
    const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
    const last = await lastDeliveries(
      tx,
      items.map((row) => row.id),
    );
    return { items: items.map((row) => presentWebhook(row, last.get(row.id) ?? null)), nextCursor };
  });
}

/** Queues a ping, also for a paused webhook. Throws `not-found`. */
export async function testWebhook({ database }: Webhooks, caller: Caller, id: string): Promise<DeliveryView> {
  return database.withWorkspace(caller.workspaceId, async (tx) => {
    await lockWebhook(tx, caller.workspaceId, id);
    const deliveryId = await queueDelivery(tx, caller.workspaceId, id, 'ping', { webhookId: id });
    return presentDelivery(await readDelivery(tx, caller.workspaceId, deliveryId));
  });
}

/** The delivery log, newest first. Throws `not-found`. */
export async function listDeliveries(
  { database }: Webhooks,
  { workspaceId }: Caller,
  webhookId: string,
  { limit, cursor }: PageInput,
): Promise<{ items: DeliveryView[]; nextCursor: string | null }> {
  const before = decodeCursor(cursor, IdPosition);
  return database.withWorkspace(workspaceId, async (tx) => {
    await readWebhook(tx, workspaceId, webhookId);
    const rows = await tx
      .select()
      .from(webhookDeliveries)
      .where(
        and(
          eq(webhookDeliveries.workspaceId, workspaceId),
          eq(webhookDeliveries.webhookId, webhookId),
          before ? lt(webhookDeliveries.id, before[0]) : undefined,
        ),
      )
      .orderBy(desc(webhookDeliveries.id))
      .limit(limit + 1);
    const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
    return { items: items.map(presentDelivery), nextCursor };
  });
}

/**
 * Sends a delivery again at once, with the same message id, and counts its retries anew. Throws `not-found`.
 */
export async function redeliver(
  { database }: Webhooks,
  caller: Caller,
  deliveryId: string,
): Promise<DeliveryView> {
  const { workspaceId } = caller;
  return database.withWorkspace(workspaceId, async (tx) => {
    await readDelivery(tx, workspaceId, deliveryId);
    const [row] = await tx
      .update(webhookDeliveries)
      .set({ state: 'pending', attempts: 0, error: null, responseStatus: null, nextAttemptAt: new Date() })
      .where(eq(webhookDeliveries.id, deliveryId))
      .returning();
    await enqueueDelivery(tx, workspaceId, deliveryId);
    return presentDelivery(row!);
  });
}

async function readWebhook(tx: WorkspaceTx, workspaceId: string, id: string): Promise<WebhookRow> {
  return found(await selectWebhook(tx, workspaceId, id));
}

/** As `readWebhook`; it stays as it is until commit. */
async function lockWebhook(tx: WorkspaceTx, workspaceId: string, id: string): Promise<WebhookRow> {
  return found(await selectWebhook(tx, workspaceId, id).for('update'));
}

function selectWebhook(tx: WorkspaceTx, workspaceId: string, id: string) {
  return tx
    .select()
    .from(webhookTable)
    .where(and(eq(webhookTable.workspaceId, workspaceId), eq(webhookTable.id, id)));
}

function found([row]: WebhookRow[]): WebhookRow {
  if (!row) throw notFound('webhook');
  return row;
}

async function readDelivery(tx: WorkspaceTx, workspaceId: string, id: string) {
  const [row] = await tx
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.workspaceId, workspaceId), eq(webhookDeliveries.id, id)));
  if (!row) throw notFound('delivery');
  return row;
}

type LastDelivery = WebhookView['lastDelivery'];

async function lastDeliveries(tx: WorkspaceTx, ids: string[]): Promise<Map<string, LastDelivery>> {
  if (ids.length === 0) return new Map();
  const newest = tx
    .select({
      state: webhookDeliveries.state,
      createdAt: webhookDeliveries.createdAt,
      lastAttemptAt: webhookDeliveries.lastAttemptAt,
    })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.webhookId, webhookTable.id))
    .orderBy(desc(webhookDeliveries.id))
    .limit(1)
    .as('newest');
  const rows = await tx
    .select({
      id: webhookTable.id,
      state: newest.state,
      createdAt: newest.createdAt,
      lastAttemptAt: newest.lastAttemptAt,
    })
    .from(webhookTable)
    .innerJoinLateral(newest, sql`true`)
    .where(inArray(webhookTable.id, ids));
  return new Map(
    rows.map((row) => [row.id, { state: row.state, at: (row.lastAttemptAt ?? row.createdAt).toISOString() }]),
  );
}

function audit(tx: WorkspaceTx, caller: Caller, action: string, row: WebhookRow): Promise<void> {
  // The path and query of an address can hold a receiver's token.
  const { host } = new URL(row.url);
  return recordAudit(tx, caller.workspaceId, {
    actor: caller.actor,
    action,
    subject: { kind: 'webhook', id: row.id, name: host },
    detail: { events: row.events, active: row.active },
    correlationId: caller.correlationId,
  });
}

function presentWebhook(row: WebhookRow, lastDelivery: LastDelivery): WebhookView {
  return {
    id: row.id,
    url: row.url,
    events: row.events as WebhookView['events'],
    active: row.active,
    createdAt: row.createdAt.toISOString(),
    lastDelivery,
  };
}

function presentDelivery(row: typeof webhookDeliveries.$inferSelect): DeliveryView {
  return {
    id: row.id,
    event: row.event,
    state: row.state,
    attempts: row.attempts,
    responseStatus: row.responseStatus,
    error: row.error,
    createdAt: row.createdAt.toISOString(),
    lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    payload: row.payload,
  };
}
