import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { PublicSlot } from '../../../shared/api/channels.ts';
import { plainText } from '../../../shared/markup/measure.ts';
import { parseMarkup } from '../../../shared/markup/parse.ts';
import { AUDIO_FORMATS, type AudioFormat } from '../../../shared/speech/parameters.ts';
import type { Database } from '../../db/database.ts';
import type { EventBus } from '../../db/eventBus.ts';
import { type LiveRow, type PublishedObject, readPublicAudio, readPublicSlot } from '../../db/publicReads.ts';
import { ProblemError } from '../../problem.ts';
import { type AudioStore, audioKey } from '../../storage/audioStore.ts';
import { AUDIO_FILE, audioAddress, slotAddress } from './addresses.ts';
import { type FreshCache, freshCache } from './freshCache.ts';
import { type ReadyReply, readyReply } from './readyReply.ts';

/** A slot may show what was live so long ago where the event of a change was lost. */
const FRESH_MS = 3_000;
/** While the database is away, what was live lately is still answered. */
const STALE_ON_ERROR_MS = 300_000;
const SLOT_CACHE_BYTES = 32 * 1024 * 1024;
const AUDIO_CACHE_BYTES = 128 * 1024 * 1024;
/** Longer audio is read from storage for each request. */
const KEPT_AUDIO_BYTES = 8 * 1024 * 1024;

const LIVE_CACHE_CONTROL = 'public, max-age=5, must-revalidate';
const IMMUTABLE_CACHE_CONTROL = 'public, max-age=31536000, immutable';

const MEDIA_TYPES: Record<AudioFormat, string> = { ...AUDIO_FORMATS, opus: 'audio/ogg; codecs=opus' };

/** What is live in a slot. */
export interface LiveSlot {
  /** Its slug. */
  workspace: string;
  deploymentId: string;
  digest: string;
  reply: ReadyReply;
}
/** Deployed audio in one format. */
export interface LiveAudio {
  object: PublishedObject;
  immutable: ReadyReply;
  /** The same bytes at the address of a slot, where they change. */
  live: ReadyReply;
}

/** What one process knows of what is live; null in a cache stands for what does not exist. */
export interface WhatIsLive {
  /** By `slotAddress`. */
  slots: FreshCache<LiveSlot | null>;
  /** By `audioAddress`. */
  audio: FreshCache<LiveAudio | null>;
  liveChanged(workspaceId: string, channel: string, slot: string): void;
  close(): void;
}

interface Deps {
  database: Database;
  audioStore: AudioStore;
  bus: EventBus | null;
  publicUrl: URL | null;
}

/** Remembers what is live, and forgets it when it hears of a change. */
export function createWhatIsLive({ database, audioStore, bus, publicUrl }: Deps): WhatIsLive {
  const slugsOf = new Map<string, Set<string>>();
  const subscriptions: (() => void)[] = [];

  // Null is remembered too: what does not exist is asked for again and again.
  const slots = freshCache<LiveSlot | null>({
    maxBytes: SLOT_CACHE_BYTES,
    freshMs: FRESH_MS,
    staleOnErrorMs: STALE_ON_ERROR_MS,
    bytesOf: (slot) => (slot ? (slot.reply.body as Buffer).length + 1000 : 200),
    async read(key, known) {
      const [, , workspace = '', , channel = '', slot = ''] = key.split('/');
      const found = await readPublicSlot(database, workspace, channel, slot);
      if (found) follow(found.workspaceId, workspace);
      if (!found?.live) return null;
      if (known?.deploymentId === found.live.deployment_id) return known;
      return presentSlot(workspace, channel, slot, found.live, publicUrl);
    },
  });
  const audio = freshCache<LiveAudio | null>({
    maxBytes: AUDIO_CACHE_BYTES,
    freshMs: FRESH_MS,
    staleOnErrorMs: STALE_ON_ERROR_MS,
    bytesOf: (entry) =>
      entry && Buffer.isBuffer(entry.immutable.body) ? entry.immutable.body.length + 2000 : 2000,
    async read(key, known) {
      const [, , workspace = '', , file = ''] = key.split('/');
      const [, digest = '', extension] = AUDIO_FILE.exec(file) ?? [];
      const format = extension as AudioFormat;
      const object = await readPublicAudio(database, workspace, digest, format);
      if (!object) return null;
      follow(object.workspaceId, workspace);
      if (known?.object.objectId === object.objectId) return known;
      return loadAudio(audioStore, object, format);
    },
  });

  function follow(workspaceId: string, slug: string): void {
    const slugs = slugsOf.get(workspaceId);
    if (slugs) {
      slugs.add(slug);
      return;
    }
    slugsOf.set(workspaceId, new Set([slug]));
    if (!bus) return;
    subscriptions.push(
      bus.subscribe(workspaceId, (event) => {
        if (event.type === 'deployment-changed') liveChanged(workspaceId, event.channel, event.slot);
        if (event.type === 'version-status' && event.status === 'archived') forgetAudio(workspaceId);
      }),
    );
  }

  function liveChanged(workspaceId: string, channel: string, slot: string): void {
    for (const slug of slugsOf.get(workspaceId) ?? []) slots.forget(slotAddress(slug, channel, slot));
    // What was deployed for the first time may have been asked for in vain before.
    forgetAudio(workspaceId, true);
  }

  function forgetAudio(workspaceId: string, onlyMissing = false): void {
    for (const slug of slugsOf.get(workspaceId) ?? [])
      audio.forgetWhere(
        (key) => key.startsWith(`/public/${slug}/`) && !(onlyMissing && (audio.peek(key) ?? null) !== null),
      );
  }

  if (bus)
    subscriptions.push(
      bus.onGap(() => {
        slots.forgetWhere(() => true);
        audio.forgetWhere(() => true);
      }),
    );

  return {
    slots,
    audio,
    liveChanged,
    close() {
      for (const unsubscribe of subscriptions) unsubscribe();
    },
  };
}

function presentSlot(
  workspace: string,
  channel: string,
  slot: string,
  live: LiveRow,
  publicUrl: URL | null,
): LiveSlot {
  const host = publicUrl?.href.replace(/\/$/, '') ?? '';
  const audio = (format: AudioFormat) => host + audioAddress(workspace, live.digest, format);
  const body: z.infer<typeof PublicSlot> = {
    channel,
    slot,
    digest: live.digest,
    durationMs: live.duration_ms,
    loudnessLufs: live.loudness_lufs,
    language: live.language,
    text: plainText(parseMarkup(live.script, live.language)),
    version: { id: live.version_id, number: live.version_number },
    deployedAt: live.deployed_at.toISOString(),
    audio: { wav: audio('wav'), mp3: audio('mp3'), opus: audio('opus') },
  };
  const bytes = Buffer.from(JSON.stringify(body));
  return {
    workspace,
    deploymentId: live.deployment_id,
    digest: live.digest,
    reply: readyReply(bytes, 'application/json; charset=utf-8', LIVE_CACHE_CONTROL),
  };
}

async function loadAudio(
  audioStore: AudioStore,
  object: PublishedObject,
  format: AudioFormat,
): Promise<LiveAudio> {
  const key = audioKey(object.workspaceId, object.objectId);
  const lost = (cause?: unknown) =>
    new ProblemError('unavailable', 'This audio cannot be read at present. Try again in a moment.', {
      cause,
    });
  const read = (range?: { start: number; end: number }) =>
    audioStore.getPublished(key, range).catch((cause: unknown) => {
      throw lost(cause);
    });
  const whole = object.sizeBytes <= KEPT_AUDIO_BYTES ? await read() : null;
  if (whole && createHash('sha256').update(whole).digest('hex') !== object.sha256)
    throw lost(new Error(`published audio ${object.objectId} is damaged`));
  const body = whole ?? { sizeBytes: object.sizeBytes, read };
  return {
    object,
    immutable: readyReply(body, MEDIA_TYPES[format], IMMUTABLE_CACHE_CONTROL, object.sha256),
    live: readyReply(body, MEDIA_TYPES[format], LIVE_CACHE_CONTROL, object.sha256),
  };
}
