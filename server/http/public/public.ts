import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { PublicSlot } from '../../../shared/api/channels.ts';
import { plainText } from '../../../shared/markup/measure.ts';
import { parseMarkup } from '../../../shared/markup/parse.ts';
import { AUDIO_FORMATS, type AudioFormat } from '../../../shared/speech/parameters.ts';
import type { Database } from '../../db/database.ts';
import type { EventBus } from '../../db/eventBus.ts';
import { type LiveRow, type PublishedObject, readPublicAudio, readPublicSlot } from '../../db/publicReads.ts';
import { ProblemError } from '../../problem.ts';
import { type AudioStore, audioKey } from '../../storage/audioStore.ts';
import { correlationIdOf } from '../correlation.ts';
import { subscriberOf } from '../limits/clientAddress.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { type FreshCache, freshCache } from './freshCache.ts';
import { type ReadyReply, readyReply, sendReady } from './readyReply.ts';

export interface PublicReadsDeps {
  database: Database;
  audioStore: AudioStore;
  limits: RateLimits;
  /** Tells what other nodes deployed; null in a process that has none, where the safety net must do. */
  bus: EventBus | null;
  /** Our own address; null: the addresses of audio are given without host. */
  publicUrl: URL | null;
}

/** Public reads of one process, with what they keep in memory. */
export interface PublicReads {
  /** Registers `/public/…`; for `publicMounts`. */
  mount(app: FastifyInstance): void;
  /** Forgets what was live; for `Channels.onLiveChanged`, so that this node answers anew at once. */
  liveChanged(workspaceId: string, channel: string, slot: string): void;
  close(): void;
}

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

const SLUG = /^[a-z0-9-]{1,60}$/;
const AUDIO_FILE = /^([0-9a-f]{64})\.(wav|mp3|opus)$/;
const MEDIA_TYPES: Record<AudioFormat, string> = { ...AUDIO_FORMATS, opus: 'audio/ogg; codecs=opus' };

interface LiveSlot {
  deploymentId: string;
  digest: string;
  reply: ReadyReply;
}
interface LiveAudio {
  object: PublishedObject;
  immutable: ReadyReply;
  /** The same bytes at the address of a slot, where they change. */
  live: ReadyReply;
}

export function createPublicReads(deps: PublicReadsDeps): PublicReads {
  const { database, audioStore, bus } = deps;
  const slugsOf = new Map<string, Set<string>>();
  const subscriptions: (() => void)[] = [];

  // Null is remembered too: what does not exist is asked for again and again.
  const slots = freshCache<LiveSlot | null>({
    maxBytes: SLOT_CACHE_BYTES,
    freshMs: FRESH_MS,
    staleOnErrorMs: STALE_ON_ERROR_MS,
    bytesOf: (slot) => (slot ? (slot.reply.body as Buffer).length + 1000 : 200),
    async read(key, known) {
      const [workspace, channel, slot] = key.split('/') as [string, string, string];
      const found = await readPublicSlot(database, workspace, channel, slot);
      if (found) follow(found.workspaceId, workspace);
      if (!found?.live) return null;
      if (known?.deploymentId === found.live.deployment_id) return known;
      return presentSlot(workspace, channel, slot, found.live, deps.publicUrl);
    },
  });
  const audio = freshCache<LiveAudio | null>({
    maxBytes: AUDIO_CACHE_BYTES,
    freshMs: FRESH_MS,
    staleOnErrorMs: STALE_ON_ERROR_MS,
    bytesOf: (entry) =>
      entry && Buffer.isBuffer(entry.immutable.body) ? entry.immutable.body.length + 2000 : 2000,
    async read(key, known) {
      const [workspace, digest, format] = key.split('/') as [string, string, AudioFormat];
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
    for (const slug of slugsOf.get(workspaceId) ?? []) slots.forget(`${slug}/${channel}/${slot}`);
    // What was deployed for the first time may have been asked for in vain before.
    forgetAudio(workspaceId, true);
  }

  function forgetAudio(workspaceId: string, onlyMissing = false): void {
    for (const slug of slugsOf.get(workspaceId) ?? [])
      audio.forgetWhere(
        (key) => key.startsWith(`${slug}/`) && !(onlyMissing && (audio.peek(key) ?? null) !== null),
      );
  }

  if (bus)
    subscriptions.push(
      bus.onGap(() => {
        slots.forgetWhere(() => true);
        audio.forgetWhere(() => true);
      }),
    );

  /** Addresses that looked for too much that does not exist: they wait before the database is asked again. */
  const waiting = new LRUCache<string, ProblemError>({ max: 10_000 });

  /** Loads what is not known yet; finding nothing costs the caller's address something. */
  async function look<Value>(
    request: FastifyRequest,
    cache: FreshCache<Value | null>,
    key: string,
  ): Promise<Value | null> {
    if (cache.has(key)) return cache.load(key);
    const subscriber = subscriberOf(request.ip);
    const refused = waiting.get(subscriber);
    if (refused) throw refused;
    const found = await cache.load(key);
    if (found === null)
      await deps.limits.spend('public-miss', subscriber).catch((error: unknown) => {
        if (error instanceof ProblemError)
          waiting.set(subscriber, error, { ttl: 1000 * (error.retryAfterSeconds ?? 1) });
        throw error;
      });
    return found;
  }

  async function slotAt(request: FastifyRequest, { workspace, channel, slot }: Place): Promise<LiveSlot> {
    const key = `${workspace}/${channel}/${slot}`;
    const fresh = slots.peek(key);
    if (fresh) return fresh;
    const possible = SLUG.test(workspace) && SLUG.test(channel) && SLUG.test(slot);
    const found = possible && fresh === undefined ? await look(request, slots, key) : null;
    if (!found) throw nothingLive();
    return found;
  }

  async function audioOf(
    request: FastifyRequest,
    workspace: string,
    digest: string,
    format: AudioFormat,
  ): Promise<LiveAudio | null> {
    const key = `${workspace}/${digest}/${format}`;
    const fresh = audio.peek(key);
    return fresh === undefined ? look(request, audio, key) : fresh;
  }

  /** What is in memory for an address as we write it; undefined for everything that needs a closer look. */
  function inMemory(url: string): ReadyReply | undefined {
    if (!url.startsWith('/public/')) return undefined;
    const [, , workspace, kind, third, slot, audioOfSlot, more] = url.split('/');
    if (kind === 'channels' && slot !== undefined && more === undefined) {
      const live = slots.peek(`${workspace}/${third}/${slot}`);
      if (!live || audioOfSlot === undefined) return live?.reply;
      return audioOfSlot === 'audio' ? audio.peek(`${workspace}/${live.digest}/mp3`)?.live : undefined;
    }
    if (kind !== 'audio' || slot !== undefined) return undefined;
    const [, digest, format] = AUDIO_FILE.exec(third ?? '') ?? [];
    return digest === undefined ? undefined : audio.peek(`${workspace}/${digest}/${format}`)?.immutable;
  }

  return {
    liveChanged,
    close() {
      for (const unsubscribe of subscriptions) unsubscribe();
    },
    mount(app) {
      app.addHook('onReady', async () => answerFromMemory(app, inMemory));
      const documented = (summary: string, produces?: string[]) => ({
        summary,
        tags: ['Public'],
        security: [],
        ...(produces ? { produces } : {}),
      });
      const open = (_request: FastifyRequest, reply: FastifyReply, done: () => void) => {
        reply.header('access-control-allow-origin', '*');
        done();
      };
      const options = { config: { access: 'public' as const }, onRequest: open };

      app.get<{ Params: Place }>(
        '/public/:workspace/channels/:channel/:slot',
        {
          ...options,
          schema: { ...documented('Read what is live in a slot'), response: { 200: PublicSlot } },
        },
        async (request, reply) => send(request, reply, (await slotAt(request, request.params)).reply),
      );
      app.get<{ Params: Place; Querystring: { format: AudioFormat } }>(
        '/public/:workspace/channels/:channel/:slot/audio',
        {
          ...options,
          schema: {
            ...documented('Hear what is live in a slot', Object.values(AUDIO_FORMATS)),
            querystring: z.object({ format: z.enum(['wav', 'mp3', 'opus']).default('mp3') }),
          },
        },
        async (request, reply) => {
          const { digest } = await slotAt(request, request.params);
          const found = await audioOf(request, request.params.workspace, digest, request.query.format);
          if (!found)
            throw new ProblemError(
              'unavailable',
              'This audio cannot be read at present. Try again in a moment.',
            );
          return send(request, reply, found.live);
        },
      );
      app.get<{ Params: { workspace: string; file: string } }>(
        '/public/:workspace/audio/:file',
        {
          ...options,
          schema: documented(
            'Read deployed audio by its digest, which never changes',
            Object.values(AUDIO_FORMATS),
          ),
        },
        async (request, reply) => {
          const { workspace, file } = request.params;
          const [, digest, format] = AUDIO_FILE.exec(file) ?? [];
          const found =
            digest && SLUG.test(workspace)
              ? await audioOf(request, workspace, digest, format as AudioFormat)
              : null;
          if (!found) throw new ProblemError('not-found', 'No audio with this digest was deployed here.');
          return send(request, reply, found.immutable);
        },
      );
      app.options('/public/*', { ...options, schema: { hide: true } }, async (_request, reply) =>
        reply
          .status(204)
          .header('access-control-allow-methods', 'GET, HEAD')
          .header('access-control-allow-headers', 'if-none-match, if-range, range, x-correlation-id')
          .header('access-control-max-age', '86400')
          .send(),
      );
    },
  };
}

/**
 * Answers what is in memory before the framework looks at a request, which costs a third of a public read.
 * Everything else, and everything once the server is closing, goes its usual way.
 */
function answerFromMemory(app: FastifyInstance, inMemory: (url: string) => ReadyReply | undefined): void {
  const usual = app.server.listeners('request') as RequestListener[];
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.server.removeAllListeners('request');
  app.server.on('request', (request, response) => {
    const ready =
      !closing && (request.method === 'GET' || request.method === 'HEAD')
        ? inMemory(request.url ?? '')
        : undefined;
    if (ready) {
      const correlationId = correlationIdOf(request);
      sendReady(request, response, ready, correlationId, (err) =>
        app.log.warn({ err, correlationId }, CUT_MESSAGE),
      );
    } else for (const listener of usual) listener.call(app.server, request, response);
  });
}

const CUT_MESSAGE = 'public audio could not be sent to its end';

function send(request: FastifyRequest, reply: FastifyReply, ready: ReadyReply): FastifyReply {
  sendReady(request.raw, reply.hijack().raw, ready, request.id, (err) =>
    request.log.warn({ err, correlationId: request.id }, CUT_MESSAGE),
  );
  return reply;
}

interface Place {
  workspace: string;
  channel: string;
  slot: string;
}

function nothingLive(): ProblemError {
  return new ProblemError('not-found', 'Nothing is live at this address.');
}

function presentSlot(
  workspace: string,
  channel: string,
  slot: string,
  live: LiveRow,
  publicUrl: URL | null,
): LiveSlot {
  const base = `${publicUrl?.href.replace(/\/$/, '') ?? ''}/public/${workspace}/audio/${live.digest}`;
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
    audio: { wav: `${base}.wav`, mp3: `${base}.mp3`, opus: `${base}.opus` },
  };
  const bytes = Buffer.from(JSON.stringify(body));
  return {
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
