import { queryOptions } from '@tanstack/react-query';
import type { Consent, VoiceSample } from '../../shared/api/personalities.ts';
import type { Tone } from '../../shared/speech/parameters.ts';
import type { VoiceSettings } from '../../shared/speech/voiceSettings.ts';
import { fetchAudio } from './audio.ts';
import { api, unwrap } from './client.ts';
import { nextLookMs } from './nextLook.ts';
import { pagedQuery } from './pages.ts';
import { sendForm } from './uploads.ts';

const at = (id: string) => ({ params: { path: { id } } });

/**
 * How far a voice is; looked at again while it is made, in case an event got lost, when the next training may begin, and
 * whenever it is shown: which engines make voices is told by no event.
 */
export const voiceStatusQuery = (id: string) =>
  queryOptions({
    queryKey: ['personalities', 'voice', id],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/personalities/{id}/voice/status', { ...at(id), signal })),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => {
      if (data?.state === 'training') return 5_000;
      return data?.nextTrainingAt ? nextLookMs([data.nextTrainingAt]) : false;
    },
  });
export const voiceReviewsQuery = pagedQuery(['personalities', 'reviews'], (cursor, signal) =>
  unwrap(api.GET('/api/v1/voice-reviews', { params: { query: { cursor, limit: 20 } }, signal })),
);

interface Sending {
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}
const formOf = (file: File, fields: Record<string, string> = {}): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', file, file.name);
  return form;
};

/** Uploads a recording; answers it with what was found out about it. */
export const addSample = (id: string, file: File, sending: Sending) =>
  sendForm<VoiceSample>(`/api/v1/personalities/${id}/voice/samples`, formOf(file), sending);
export const removeSample = (id: string, sampleId: string) =>
  unwrap(
    api.DELETE('/api/v1/personalities/{id}/voice/samples/{sampleId}', { params: { path: { id, sampleId } } }),
  );
export const sampleAudioUrl = (id: string, sampleId: string): string =>
  `/api/v1/personalities/${id}/voice/samples/${sampleId}/audio`;

/** `expiresAt` in ISO-8601. */
export const giveConsent = (
  id: string,
  { file, ...fields }: { file: File; speaker: string; scope: Consent['scope']; expiresAt: string },
  sending: Sending,
) => sendForm<Consent>(`/api/v1/personalities/${id}/voice/consent`, formOf(file, fields), sending);
export const revokeConsent = (id: string) =>
  unwrap(api.DELETE('/api/v1/personalities/{id}/voice/consent', at(id)));
export const consentAudioUrl = (id: string): string => `/api/v1/personalities/${id}/voice/consent/audio`;

/** The engine is the most preferred one when absent. */
export const trainVoice = (
  id: string,
  body: {
    sampleIds: string[];
    engine?: string;
    language: string;
    gender: 'female' | 'male' | 'neutral';
  },
) =>
  unwrap(
    api.POST('/api/v1/personalities/{id}/voice/train', {
      ...at(id),
      body,
    }),
  );
export const stopTraining = (id: string) =>
  unwrap(api.DELETE('/api/v1/personalities/{id}/voice/train', at(id)));
export const deleteVoice = (id: string) => unwrap(api.DELETE('/api/v1/personalities/{id}/voice', at(id)));
export const voiceExportUrl = (id: string): string => `/api/v1/personalities/${id}/voice/export`;

/** Speaks a test sentence with these settings; answers its sound as WAV. */
export async function speakTest(
  id: string,
  body: { text: string; speed: number; pitch: number; tone: Tone; settings: VoiceSettings },
): Promise<ArrayBuffer> {
  const { url } = await unwrap(api.POST('/api/v1/personalities/{id}/voice/generate', { ...at(id), body }));
  return fetchAudio(url);
}

export const decideVoiceReview = (id: string, body: { decision: 'allow' | 'refuse'; note: string }) =>
  unwrap(api.POST('/api/v1/voice-reviews/{id}', { ...at(id), body }));
