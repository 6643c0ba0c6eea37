import { queryOptions } from '@tanstack/react-query';
import type { TriedRecognizer } from '../../shared/api/engineTries.ts';
import type { SpeechParametersInput } from '../../shared/speech/parameters.ts';
import { api, unwrap } from './client.ts';
import { nextLookMs } from './nextLook.ts';
import { allPages } from './pages.ts';
import { sendForm } from './uploads.ts';

/** Every voice of every engine: a few hundred at most, so filters work on the whole list. */
export const voicesQuery = queryOptions({
  queryKey: ['voices'],
  queryFn: ({ signal }) =>
    allPages((cursor) =>
      unwrap(api.GET('/api/v1/voices', { params: { query: { limit: 200, cursor } }, signal })),
    ),
  staleTime: 10 * 60_000,
});

export const enginesQuery = queryOptions({
  queryKey: ['engines'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/engines', { signal }))).items,
  // One that is being tried is told of as soon as it is known how that went.
  refetchInterval: ({ state: { data = [] } }) =>
    nextLookMs(
      data.map(({ circuit: { until } }) => until),
      data.some(({ circuit: { probing } }) => probing),
    ),
});

/** Sets (null: takes away) what this workspace sets of an engine by itself. */
export const configureEngine = (id: string, settings: Record<string, string | null>) =>
  unwrap(api.PUT('/api/v1/engines/{id}/settings', { params: { path: { id } }, body: settings }));

/** Speaks a sentence in a voice; answers the encoded audio. */
export const previewVoice = (
  id: string,
  body: { text: string; settings: SpeechParametersInput },
  signal?: AbortSignal,
) =>
  unwrap<ArrayBuffer>(
    api.POST('/api/v1/voices/{id}/preview', {
      params: { path: { id } },
      body: { ...body, format: 'wav' },
      parseAs: 'arrayBuffer',
      signal,
    }),
  );

/** Says one line to an engine that thinks. */
export const tryAgent = (id: string, text: string) =>
  unwrap(api.POST('/api/v1/engines/{id}/ask', { params: { path: { id } }, body: { text } }));

/** Lets one engine listen to a file. */
export function tryRecognizer(id: string, file: File): Promise<TriedRecognizer> {
  const form = new FormData();
  form.set('file', file, file.name);
  return sendForm<TriedRecognizer>(`/api/v1/engines/${encodeURIComponent(id)}/hear`, form);
}

/** Voices that can be fetched; looked at again while one is, in case an event got lost. */
export const voiceCatalogueQuery = queryOptions({
  queryKey: ['voice-catalogue'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/voice-catalogue', { signal })),
  refetchInterval: ({ state }) =>
    state.data?.items.some(({ pull }) => pull?.state === 'queued' || pull?.state === 'running')
      ? 3_000
      : false,
});
const voiceAt = (id: string) => ({ params: { path: { id } } });
/** What the source says of a voice by its name. */
export const findCatalogueVoice = (id: string) =>
  unwrap(api.GET('/api/v1/voice-catalogue/{id}', voiceAt(id)));
/** The licence was shown and accepted. */
export const pullVoice = (id: string) =>
  unwrap(api.POST('/api/v1/voice-catalogue/{id}/pull', { ...voiceAt(id), body: { acceptLicence: true } }));
export const cancelVoicePull = (id: string) =>
  unwrap(api.DELETE('/api/v1/voice-catalogue/{id}/pull', voiceAt(id)));
export const removeVoice = (id: string) => unwrap(api.DELETE('/api/v1/voice-catalogue/{id}', voiceAt(id)));
