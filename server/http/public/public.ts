import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Counter, type Registry } from 'prom-client';
import { z } from 'zod';
import { PublicSlot } from '../../../shared/api/channels.ts';
import { AUDIO_FORMATS, type AudioFormat } from '../../../shared/speech/parameters.ts';
import type { Database } from '../../db/database.ts';
import type { EventBus } from '../../db/eventBus.ts';
import { ProblemError } from '../../problem.ts';
import type { AudioStore } from '../../storage/audioStore.ts';
import { subscriberOf } from '../limits/clientAddress.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { createWaitingAddresses } from '../limits/waitingAddresses.ts';
import { AUDIO_FILE, audioAddress, SLUG, slotAddress } from './addresses.ts';
import { answerFromMemory } from './answerFromMemory.ts';
import type { FreshCache } from './freshCache.ts';
import { type ReadyReply, sendReady } from './readyReply.ts';
import { createWhatIsLive, type LiveAudio, type LiveSlot } from './whatIsLive.ts';

export interface PublicReadsDeps {
  database: Database;
  audioStore: AudioStore;
  limits: RateLimits;
  /** Tells what other nodes deployed; null in a process that has none, where the safety net must do. */
  bus: EventBus | null;
  /** Our own address; null: the addresses of audio are given without host. */
  publicUrl: URL | null;
  registry: Registry;
}

/** Public reads of one process, with what they keep in memory. */
export interface PublicReads {
  /** Registers `/public/…`; for `publicMounts`. */
  mount(app: FastifyInstance): void;
  /** Forgets what was live; for `Channels.onLiveChanged`, so that this node answers anew at once. */
  liveChanged(workspaceId: string, channel: string, slot: string): void;
  close(): void;
}

export function createPublicReads(deps: PublicReadsDeps): PublicReads {
  const live = createWhatIsLive(deps);
  const { slots, audio } = live;
  // Counted in plain numbers, which cost a read from memory nothing, and handed over when metrics are read.
  const answered = { memory: 0, look: 0 };
  new Counter({
    name: 'voiceops_public_reads_total',
    help: 'Public reads answered from memory, and those that took a closer look',
    labelNames: ['from'],
    registers: [deps.registry],
    collect() {
      this.reset();
      this.inc({ from: 'memory' }, answered.memory);
      this.inc({ from: 'look' }, answered.look);
    },
  });
  /** Those who looked for too much that does not exist. */
  const seekers = createWaitingAddresses();

  /** Loads what is not known yet; finding nothing costs the caller's address something. */
  async function look<Value>(
    request: FastifyRequest,
    cache: FreshCache<Value | null>,
    key: string,
  ): Promise<Value | null> {
    if (cache.has(key)) return cache.load(key);
    seekers.refuse(request);
    const found = await cache.load(key);
    if (found === null)
      await deps.limits.spend('public-miss', subscriberOf(request.ip)).catch((error: unknown) => {
        if (error instanceof ProblemError) seekers.remember(request, error);
        throw error;
      });
    return found;
  }

  async function slotAt(request: FastifyRequest, { workspace, channel, slot }: Place): Promise<LiveSlot> {
    const key = slotAddress(workspace, channel, slot);
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
    const key = audioAddress(workspace, digest, format);
    const fresh = audio.peek(key);
    return fresh === undefined ? look(request, audio, key) : fresh;
  }

  return {
    liveChanged: live.liveChanged,
    close: live.close,
    mount(app) {
      app.addHook('onReady', async () => answerFromMemory(app, live, () => answered.memory++));
      const documented = (summary: string, produces?: string[]) => ({
        summary,
        tags: ['Public'],
        security: [],
        ...(produces ? { produces } : {}),
      });
      const open = (_request: FastifyRequest, reply: FastifyReply, done: () => void) => {
        answered.look++;
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

function send(request: FastifyRequest, reply: FastifyReply, ready: ReadyReply): FastifyReply {
  sendReady(request.raw, reply.hijack().raw, ready, request.id, request.log);
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
