import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { WorkspaceEvent } from '../../shared/api/operations.ts';
import { EVENTS_CHANNEL } from './notify.ts';

/** What other nodes changed, as it happens (see notify.ts), over one connection for the whole process. */
export interface EventBus {
  /** Calls back for each change in the workspace; returns the way to stop it. */
  subscribe(workspaceId: string, onEvent: (event: WorkspaceEvent) => void): () => void;
  /** Calls back for each change in any workspace until the end, before those who subscribed to that one. */
  subscribeToAll(onEvent: (event: WorkspaceEvent, workspaceId: string) => void): void;
  /** Calls back after an interruption: changes may have been missed, so what is on show must be fetched again. */
  onGap(onGap: () => void): () => void;
  /** Calls back when somebody lost rights, and after an interruption, in which that may have been missed. */
  onRightsChanged(onChanged: () => void): () => void;
  close(): Promise<void>;
}

const FIRST_BACK_OFF_MS = 50;
const LONGEST_BACK_OFF_MS = 5_000;
/** A connection that died without a word is noticed within twice this time. */
const HEARTBEAT_MS = 10_000;

/**
 * Starts listening; resolves once events arrive. The address must be a session's own:
 * LISTEN does not work through a pooler that shares sessions between transactions.
 * @throws when the first connection fails; later ones are tried again until `close`
 */
export async function openEventBus(url: string): Promise<EventBus> {
  const subscribers = new Map<string, Set<(event: WorkspaceEvent) => void>>();
  const subscribersToAll = new Set<(event: WorkspaceEvent, workspaceId: string) => void>();
  const gapListeners = new Set<() => void>();
  const rightsListeners = new Set<() => void>();
  const closing = new AbortController();

  let session = await listen(url, deliver);
  const running = keepListening();

  function deliver(payload: string): void {
    const message = parse(payload);
    if (!message) return;
    if (message === 'rights') {
      for (const onChanged of [...rightsListeners]) onChanged();
      return;
    }
    for (const onEvent of [...subscribersToAll]) onEvent(message.event, message.workspaceId);
    for (const onEvent of [...(subscribers.get(message.workspaceId) ?? [])]) onEvent(message.event);
  }

  async function keepListening(): Promise<void> {
    const closed = untilAborted(closing.signal);
    for (;;) {
      await Promise.race([session.ended, closed]);
      await session.close();
      for (let backOffMs = FIRST_BACK_OFF_MS, back = false; !back; ) {
        if (closing.signal.aborted) return;
        await delay(backOffMs, undefined, { signal: closing.signal }).catch(() => undefined);
        backOffMs = Math.min(backOffMs * 2, LONGEST_BACK_OFF_MS);
        try {
          session = await listen(url, deliver);
          back = true;
        } catch {
          // The database is not back yet.
        }
      }
      for (const onLost of [...rightsListeners, ...gapListeners]) onLost();
    }
  }

  return {
    subscribe(workspaceId, onEvent) {
      const mine = subscribers.get(workspaceId) ?? new Set();
      subscribers.set(workspaceId, mine.add(onEvent));
      return () => {
        mine.delete(onEvent);
        if (mine.size === 0 && subscribers.get(workspaceId) === mine) subscribers.delete(workspaceId);
      };
    },
    subscribeToAll: (onEvent) => void subscribersToAll.add(onEvent),
    onGap(onGap) {
      gapListeners.add(onGap);
      return () => gapListeners.delete(onGap);
    },
    onRightsChanged(onChanged) {
      rightsListeners.add(onChanged);
      return () => rightsListeners.delete(onChanged);
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}

interface Session {
  /** Resolves when the connection is lost. */
  ended: Promise<void>;
  close(): Promise<void>;
}

async function listen(url: string, onPayload: (payload: string) => void): Promise<Session> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'voiceops events',
    keepAlive: true,
    connectionTimeoutMillis: HEARTBEAT_MS,
    query_timeout: HEARTBEAT_MS,
  });
  const ended = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
  });
  client.on('notification', ({ payload }) => onPayload(payload ?? ''));
  try {
    await client.connect();
    await client.query(`listen ${EVENTS_CHANNEL}`);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  let failed: () => void = () => undefined;
  const silent = new Promise<void>((resolve) => {
    failed = resolve;
  });
  const heartbeat = setInterval(() => client.query('select 1').catch(failed), HEARTBEAT_MS);
  return {
    ended: Promise.race([ended, silent]),
    async close() {
      clearInterval(heartbeat);
      // A dead peer never answers the goodbye.
      await Promise.race([client.end(), delay(1_000, undefined, { ref: false })]).catch(() => undefined);
    },
  };
}

function parse(payload: string): { workspaceId: string; event: WorkspaceEvent } | 'rights' | undefined {
  try {
    const { workspaceId, event, rights } = JSON.parse(payload) as Record<string, unknown>;
    if (rights) return 'rights';
    const known = WorkspaceEvent.safeParse(event);
    // A node of a newer release may tell of things this one does not know.
    return known.success ? { workspaceId: String(workspaceId), event: known.data } : undefined;
  } catch {
    return undefined;
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
