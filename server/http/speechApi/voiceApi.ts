import type { FastifyInstance } from 'fastify';
import {
  ProcessFields,
  RecordingFields,
  speechApiRoutes as routes,
  type TranscriptionEvent,
} from '../../../shared/api/speechApi.ts';
import { AUDIO_FORMATS } from '../../../shared/speech/parameters.ts';
import type { Caller } from '../../caller.ts';
import { type SpeakTextDeps, speakText } from '../../dialogue/sessions/speakText.ts';
import {
  processRecording,
  transcribeRecording,
  transcribingRecording,
  type VoiceApiDeps,
} from '../../dialogue/sessions/voiceApi.ts';
import { ProblemError, problemBody } from '../../problem.ts';
import type { Provenance } from '../../provenance/contract.ts';
import { markSpeech } from '../../provenance/markSpeech.ts';
import { sendEvents, wantsStream } from '../eventStream.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { problemOf } from '../problems.ts';
import { serve } from '../serve.ts';
import { RECORDINGS, readForm, takeUploads } from '../uploads.ts';
import { leaving } from '../voices/voices.ts';

/** The speech API: sound in, words and sound out. */
export async function mountVoiceApi(
  parent: FastifyInstance,
  {
    limits,
    provenance,
    ...domain
  }: VoiceApiDeps & Omit<SpeakTextDeps, 'spend'> & { limits: RateLimits; provenance: Provenance },
): Promise<void> {
  await parent.register(async (app) => {
    await takeUploads(app, RECORDINGS);
    const spend = ({ actor }: Caller) => limits.spend('generation', `${actor.kind}:${actor.id}`);
    const deps = { ...domain, spend };

    serve(app, routes.transcribe, async ({ caller, request, reply }) => {
      const { bytes, fields } = await readForm(request, RECORDINGS, RecordingFields);
      await spend(caller);
      const wish = { ...fields, bytes, signal: leaving(reply) };
      if (!wantsStream(request)) return transcribeRecording(deps, caller, wish);
      const events = transcribingRecording(deps, caller, wish);
      // A failure before the first event is an answer with its status.
      const first = await events.next();
      return sendEvents(reply, toItsEnd(first, events, request.id));
    });

    serve(app, routes.processVoice, async ({ caller, request, reply }) => {
      const { bytes, fields } = await readForm(request, RECORDINGS, ProcessFields);
      await spend(caller);
      const speak = fields.speak === 'true';
      return processRecording(deps, caller, { ...fields, speak, bytes, signal: leaving(reply) });
    });

    serve(app, routes.synthesize, async ({ caller, body, reply }) => {
      const spoken = await speakText(deps, caller, { ...body, signal: leaving(reply) });
      const { bytes, manifest } = await markSpeech(provenance, { ...spoken, format: body.format });
      if (spoken.fallback) reply.header('x-fallback', spoken.fallback.code);
      return reply
        .status(200)
        .header('content-type', AUDIO_FORMATS[body.format])
        .header('cache-control', 'private, no-store')
        .header('x-voice', spoken.voice.id)
        .header('x-engine', spoken.engine.id)
        .header('x-duration-ms', String(spoken.durationMs))
        .header('x-c2pa', manifest)
        .send(bytes);
    });

    serve(app, routes.detectAccent, async () => {
      throw new ProblemError(
        'not-implemented',
        'Accents cannot be told yet: their model comes with a later release. Use /api/v1/voice/transcribe to have the language told.',
      );
    });
  });
}

/** All events; what fails on the way is the last of them. */
async function* toItsEnd(
  first: IteratorResult<TranscriptionEvent>,
  events: AsyncGenerator<TranscriptionEvent>,
  correlationId: string,
): AsyncGenerator<TranscriptionEvent> {
  try {
    for (let next = first; !next.done; next = await events.next()) yield next.value;
  } catch (error) {
    yield { kind: 'problem', problem: problemBody(problemOf(error), correlationId) };
  } finally {
    await events.return(undefined);
  }
}
