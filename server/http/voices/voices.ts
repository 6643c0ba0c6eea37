import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Voice, voiceRoutes } from '../../../shared/api/voices.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import { AUDIO_FORMATS } from '../../../shared/speech/parameters.ts';
import { decodeCursor, encodeCursor } from '../../db/page.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { listenersOf, type Speech } from '../../speech/contract.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { serve } from '../serve.ts';

const IdPosition = z.tuple([z.string()]);

export interface VoicesDeps {
  speech: Speech;
  limits: RateLimits;
  /** How a workspace pronounces words now. */
  dictionaryOf(workspaceId: string): Promise<readonly DictionaryEntry[]>;
}

/** Voices: what there is, and how it sounds. */
export function mountVoices(app: FastifyInstance, { speech, limits, dictionaryOf }: VoicesDeps): void {
  serve(app, voiceRoutes.listVoices, async ({ query, caller }) => {
    const { language, gender, engine, limit, cursor } = query;
    const found = (await speech.voices(caller.workspaceId)).filter(
      (voice) =>
        (!gender || voice.gender === gender) &&
        (!engine || voice.engine === engine) &&
        (!language || speaks(voice, language)),
    );
    const after = decodeCursor(cursor, IdPosition);
    const from = after === null ? 0 : 1 + found.findIndex((voice) => voice.id === after[0]);
    const items = found.slice(from, from + limit);
    const last = items.at(-1);
    return { items, nextCursor: last && from + limit < found.length ? encodeCursor([last.id]) : null };
  });

  serve(app, voiceRoutes.getVoice, async ({ params, caller }) =>
    voiceOf(speech, caller.workspaceId, params.id),
  );

  serve(app, voiceRoutes.previewVoice, async ({ params, body, caller, reply }) => {
    const { workspaceId } = caller;
    const voice = await voiceOf(speech, workspaceId, params.id);
    const request = {
      text: body.text,
      language: voice.languages[0] ?? 'en',
      voiceId: voice.id,
      parameters: body.settings,
      dictionary: await dictionaryOf(workspaceId),
      workspaceId,
      heardBy: listenersOf(caller.actor),
    };
    await speech.check(request);
    await limits.spend('generation', `${caller.actor.kind}:${caller.actor.id}`);
    const signal = leaving(reply);
    const master = await speech.speak({
      ...request,
      use: { purpose: 'preview', actor: caller.actor },
      signal,
    });
    const { bytes } = await speech.encode(master.samples, master.sampleRateHz, body.format);
    return reply
      .status(200)
      .header('content-type', AUDIO_FORMATS[body.format])
      .header('cache-control', 'private, no-store')
      .send(bytes);
  });
}

/** Aborts when the listener goes away before everything was sent. */
export function leaving(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const left = () => controller.abort(new ProblemError('unavailable', 'The connection was closed.'));
  if (reply.raw.destroyed) left();
  reply.raw.once('close', left);
  return controller.signal;
}

function voiceOf(speech: Speech, workspaceId: string, id: string): Promise<Voice> {
  return speech.voice(workspaceId, id).catch((error: unknown) => {
    throw error instanceof ProblemError && error.code === 'unknown-voice' ? notFound('voice') : error;
  });
}

/** `en` asks for en-US and en-GB too; `en-US` asks for that one, or a voice of plain `en`. */
function speaks(voice: Voice, language: string): boolean {
  const wanted = language.toLowerCase();
  return voice.languages.some((spoken) => {
    const has = spoken.toLowerCase();
    return has === wanted || has.startsWith(`${wanted}-`) || wanted.startsWith(`${has}-`);
  });
}
