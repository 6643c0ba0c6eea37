import { z } from 'zod';
import { ProblemError } from '../../problem.ts';
import type { CloneReference, VoiceCloning } from '../../speech/contract.ts';
import { type EngineAnswer, readBytes, readJson } from '../../speech/remote/askEngine.ts';
import type { EngineFailure } from '../../speech/remote/failures.ts';
import { askElevenLabs, codeOf, type ElevenLabs, NAME } from './client.ts';
import { ELEVENLABS_CAPABILITIES, ELEVENLABS_LANGUAGES, ELEVENLABS_RATE_HZ } from './voices.ts';

const Added = z.object({ voice_id: z.string(), requires_verification: z.boolean() });
const Known = z.object({
  voice_verification: z
    .object({
      requires_verification: z.boolean().nullish(),
      is_verified: z.boolean().nullish(),
      verification_failures: z.array(z.string()).nullish(),
    })
    .nullish(),
});
const Reference = z.object({ voiceId: z.string() });

/** A minute at least, as its documentation asks for; more than ten add nothing, and a file has at most 10 MB. */
const REQUIREMENTS = { minSeconds: 60, maxSeconds: 600, maxFileBytes: 10_000_000 };
const UPLOAD = { firstByteMs: 120_000, totalMs: 300_000, maxBytes: 1024 * 1024 };
const LOOK = { firstByteMs: 15_000, totalMs: 30_000, maxBytes: 4 * 1024 * 1024 };
const AGREED = 'the speaker must have agreed';

/** Instant voices of an account. */
export function elevenLabsCloning(account: ElevenLabs): VoiceCloning {
  const look = (method: 'GET' | 'DELETE', reference: CloneReference, signal: AbortSignal) =>
    askElevenLabs(account, `/v1/voices/${encodeURIComponent(clonedVoiceId(reference))}`, {
      method,
      accepts: /json/,
      limits: LOOK,
      signal,
      translate: goneAlready,
    }).catch((error: unknown): null => {
      if (error instanceof ProblemError && error.code === 'not-found') return null;
      throw error;
    });

  return {
    requirements: REQUIREMENTS,
    terms: `The samples go to ElevenLabs, which asks you to confirm that you may use this voice: ${AGREED}.`,
    voice: {
      licence: `ElevenLabs: commercial use with a paid plan; ${AGREED}`,
      sampleRateHz: ELEVENLABS_RATE_HZ,
      capabilities: ELEVENLABS_CAPABILITIES,
      languages: ELEVENLABS_LANGUAGES,
    },
    async create({ name, samples, signal, onProgress }) {
      const form = new FormData();
      form.set('name', name);
      for (const { bytes, mediaType, name: file } of samples)
        form.append('files', new Blob([new Uint8Array(bytes)], { type: mediaType }), file);
      onProgress(0.1);
      const answer: EngineAnswer = await askElevenLabs(account, '/v1/voices/add', {
        body: form,
        accepts: /json/,
        limits: UPLOAD,
        signal,
      });
      const { voice_id: voiceId, requires_verification: pending } = await readJson(NAME, answer, Added);
      onProgress(1);
      return { reference: { voiceId }, state: pending ? 'pending' : 'ready' };
    },
    async state(reference, signal) {
      const answer = await look('GET', reference, signal);
      if (!answer) return { failed: `${NAME} does not have this voice any more.` };
      const { voice_verification: verification } = await readJson(NAME, answer, Known);
      if (!verification?.requires_verification || verification.is_verified) return 'ready';
      if (!verification.verification_failures?.length) return 'pending';
      return {
        failed: `${NAME} could not verify that the speaker agreed. Verify the voice there, or make it anew.`,
      };
    },
    async remove(reference, signal) {
      const answer = await look('DELETE', reference, signal);
      if (answer) await readBytes(answer);
    },
  };
}

/** The voice of a reference that `create` gave. */
export function clonedVoiceId(reference: CloneReference): string {
  return Reference.parse(reference).voiceId;
}

function goneAlready(failure: EngineFailure): ProblemError | undefined {
  const gone =
    failure.status === 404 || ['voice_not_found', 'voice_does_not_exist'].includes(codeOf(failure));
  return gone ? new ProblemError('not-found', `${NAME} does not have this voice any more.`) : undefined;
}
