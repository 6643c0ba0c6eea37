import { and, asc, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { z } from 'zod';
import type { Channel, ChannelRules } from '../../../shared/api/channels.ts';
import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import { channels as channelTable, slots } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import type { Channels } from './channels.ts';
import { presentChannels } from './listChannels.ts';

type Rules = z.infer<typeof ChannelRules>;
export type NewChannel = {
  slug: string;
  name: string;
  description: string;
  rules?: Partial<Rules> | undefined;
  slots: string[];
};

const DEFAULT_CHANNELS: NewChannel[] = [
  {
    slug: 'support-bot',
    name: 'Support bot',
    description: 'What callers of the support line hear before an agent answers.',
    slots: ['greeting', 'hold', 'goodbye'],
  },
  {
    slug: 'sales-intro',
    name: 'Sales intro',
    description: 'The opening of outbound calls, and what is left on an answering machine.',
    slots: ['intro', 'voicemail'],
  },
  {
    slug: 'course-narration',
    name: 'Course narration',
    description: 'Spoken parts of online lessons.',
    slots: ['welcome', 'lesson-intro', 'feedback'],
  },
];

/** The channels that every new workspace starts with; part of the transaction that makes the workspace. */
export async function createDefaultChannels(
  tx: WorkspaceTx,
  workspaceId: string,
  caller: Pick<Caller, 'actor' | 'correlationId'>,
): Promise<void> {
  for (const channel of DEFAULT_CHANNELS) await insertChannel(tx, workspaceId, caller, channel);
}

/** Makes a channel with empty slots. Throws `already-exists`. */
export async function createChannel(
  { database }: Channels,
  caller: Caller,
  input: NewChannel,
): Promise<Channel> {
  return database.withWorkspace(caller.workspaceId, async (tx) => {
    await insertChannel(tx, caller.workspaceId, caller, input);
    return readChannel(tx, caller.workspaceId, input.slug);
  });
}

/** Changes a channel's name or rules, or adds empty slots; slots that exist stay. Throws `not-found`. */
export async function updateChannel(
  { database }: Channels,
  caller: Caller,
  slug: string,
  change: {
    name?: string | undefined;
    description?: string | undefined;
    rules?: Partial<Rules> | undefined;
    addSlots?: string[] | undefined;
  },
): Promise<Channel> {
  const { workspaceId } = caller;
  const { addSlots, rules, ...rest } = change;
  return database.withWorkspace(workspaceId, async (tx) => {
    const [before] = await tx
      .select()
      .from(channelTable)
      .where(and(eq(channelTable.workspaceId, workspaceId), eq(channelTable.slug, slug)))
      .for('update');
    if (!before) throw notFound(`channel (${slug})`);
    const columns = Object.fromEntries(
      Object.entries({ ...rest, ...rules }).filter(([, value]) => value !== undefined),
    );
    if (Object.keys(columns).length > 0)
      await tx.update(channelTable).set(columns).where(eq(channelTable.id, before.id));
    await insertSlots(tx, workspaceId, before.id, addSlots ?? []);
    await notify(tx, workspaceId, { type: 'channel-changed', channel: slug });
    const channel = await readChannel(tx, workspaceId, slug);
    await recordAudit(tx, workspaceId, {
      actor: caller.actor,
      action: 'channel.updated',
      subject: { kind: 'channel', id: before.id, name: slug },
      detail: { ...change },
      correlationId: caller.correlationId,
    });
    return channel;
  });
}

/** Throws `not-found`. */
export async function getChannel({ database }: Channels, caller: Caller, slug: string): Promise<Channel> {
  return database.withWorkspace(caller.workspaceId, (tx) => readChannel(tx, caller.workspaceId, slug));
}

async function readChannel(tx: WorkspaceTx, workspaceId: string, slug: string): Promise<Channel> {
  const rows = await tx
    .select()
    .from(channelTable)
    .where(and(eq(channelTable.workspaceId, workspaceId), eq(channelTable.slug, slug)))
    .orderBy(asc(channelTable.id));
  const [channel] = await presentChannels(tx, workspaceId, rows);
  if (!channel) throw notFound(`channel (${slug})`);
  return channel;
}

async function insertChannel(
  tx: WorkspaceTx,
  workspaceId: string,
  caller: Pick<Caller, 'actor' | 'correlationId'>,
  input: NewChannel,
): Promise<void> {
  const id = v7();
  const made = await tx
    .insert(channelTable)
    .values({
      id,
      workspaceId,
      slug: input.slug,
      name: input.name,
      description: input.description,
      ...input.rules,
    })
    .onConflictDoNothing()
    .returning({ id: channelTable.id });
  if (made.length === 0)
    throw new ProblemError(
      'already-exists',
      `There is a channel ${input.slug} already. Choose another slug.`,
    );
  await insertSlots(tx, workspaceId, id, input.slots);
  await notify(tx, workspaceId, { type: 'channel-changed', channel: input.slug });
  await recordAudit(tx, workspaceId, {
    actor: caller.actor,
    action: 'channel.created',
    subject: { kind: 'channel', id, name: input.slug },
    detail: { name: input.name, rules: input.rules ?? {}, slots: input.slots },
    correlationId: caller.correlationId,
  });
}

async function insertSlots(
  tx: WorkspaceTx,
  workspaceId: string,
  channelId: string,
  slugs: string[],
): Promise<void> {
  if (slugs.length === 0) return;
  // Made in the order in which deployments lock them (placements.ts), shown in the order of their ids.
  const rows = [...new Set(slugs)].map((slug) => ({ id: v7(), workspaceId, channelId, slug }));
  for (const row of rows.sort((a, b) => (a.slug < b.slug ? -1 : 1)))
    await tx.insert(slots).values(row).onConflictDoNothing();
}
