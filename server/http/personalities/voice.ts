import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { ConsentFields, personalityRoutes as routes } from '../../../shared/api/personalities.ts';
import { chooseVoice } from '../../personalities/changePersonality.ts';
import type { Personalities } from '../../personalities/personalities.ts';
import { getPersonality } from '../../personalities/readPersonalities.ts';
import { giveConsent, openConsent, revokeConsent } from '../../voices/custom/consent.ts';
import { deleteVoice } from '../../voices/custom/deleteVoice.ts';
import { exportVoice } from '../../voices/custom/exportVoice.ts';
import { decideVoiceReview, listVoiceReviews } from '../../voices/custom/reviews.ts';
import { stopTraining } from '../../voices/custom/stopTraining.ts';
import { openTest, speakTest } from '../../voices/custom/testSentence.ts';
import { trainVoice } from '../../voices/custom/train.ts';
import { readVoiceStatus } from '../../voices/custom/voiceStatus.ts';
import { SAMPLE_LIMITS } from '../../voices/samples/examine.ts';
import { addSample, openSample, removeSample } from '../../voices/samples/samples.ts';
import type { Voices } from '../../voices/voices.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { serve } from '../serve.ts';
import { readForm, takeUploads } from '../uploads.ts';
import { leaving } from '../voices/voices.ts';

/** The voices of personalities: which one of the list, or how one of their own is made. */
export function mountPersonalityVoices(
  parent: FastifyInstance,
  { voices, personalities, limits }: { voices: Voices; personalities: Personalities; limits: RateLimits },
): void {
  parent.register(async (app) => {
    await takeUploads(app, SAMPLE_LIMITS);

    serve(app, routes.getVoiceStatus, ({ caller, params }) => readVoiceStatus(voices, caller, params.id));

    serve(app, routes.addVoiceSample, async ({ caller, params, request }) =>
      addSample(
        voices,
        caller,
        params.id,
        await readForm(request, SAMPLE_LIMITS, z.object({})),
        request.overdue,
      ),
    );
    serve(app, routes.removeVoiceSample, async ({ caller, params }) => {
      await removeSample(voices, caller, { personalityId: params.id, sampleId: params.sampleId });
      return undefined;
    });
    serve(app, routes.getVoiceSampleAudio, async ({ caller, params, reply }) => {
      const { bytes, mediaType } = await openSample(voices, caller, {
        personalityId: params.id,
        sampleId: params.sampleId,
      });
      return sendRecording(reply, bytes, mediaType);
    });

    serve(app, routes.giveConsent, async ({ caller, params, request }) => {
      const { bytes, fields } = await readForm(request, SAMPLE_LIMITS, ConsentFields);
      return giveConsent(voices, caller, params.id, { ...fields, bytes }, request.overdue);
    });
    serve(app, routes.getConsentAudio, async ({ caller, params, reply }) => {
      const { bytes, mediaType } = await openConsent(voices, caller, params.id);
      return sendRecording(reply, bytes, mediaType);
    });
    serve(app, routes.revokeConsent, async ({ caller, params }) => ({
      withdrawn: await revokeConsent(voices, caller, params.id),
    }));

    serve(app, routes.trainVoice, ({ caller, params, body }) => trainVoice(voices, caller, params.id, body));
    serve(app, routes.stopTraining, ({ caller, params }) => stopTraining(voices, caller, params.id));
    serve(app, routes.setVoiceSettings, ({ caller, params, body }) =>
      chooseVoice(personalities, caller, params.id, body),
    );
    serve(app, routes.generateVoiceTest, async ({ caller, params, body, reply }) => {
      await limits.spend('generation', `${caller.actor.kind}:${caller.actor.id}`);
      return speakTest(voices, caller, params.id, body, leaving(reply));
    });
    serve(app, routes.getVoiceTest, async ({ caller, params, reply }) =>
      reply
        .status(200)
        .header('content-type', 'audio/wav')
        .header('cache-control', 'private, no-store')
        .send(await openTest(voices, caller, params.id)),
    );
    serve(app, routes.deleteVoice, async ({ caller, params }) => {
      await deleteVoice(voices, caller, params.id);
      return getPersonality(personalities, caller, params.id);
    });
    serve(app, routes.exportVoice, async ({ caller, params, reply }) =>
      reply
        .status(200)
        .header('content-type', 'application/x-tar')
        .header('content-disposition', 'attachment')
        .header('cache-control', 'private, no-store')
        .send(await exportVoice(voices, caller, params.id)),
    );

    serve(app, routes.listVoiceReviews, ({ caller, query }) => listVoiceReviews(voices, caller, query));
    serve(app, routes.decideVoiceReview, async ({ caller, params, body }) => {
      await decideVoiceReview(voices, caller, params.id, body);
      return undefined;
    });
  });
}

const sendRecording = (reply: FastifyReply, bytes: Buffer, mediaType: string) =>
  reply
    .status(200)
    .header('content-type', mediaType)
    .header('cache-control', 'private, no-store')
    .send(bytes);
