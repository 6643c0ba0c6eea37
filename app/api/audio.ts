import { signedOut } from './client.ts';
import { toApiProblem, unreachable } from './problem.ts';

/** The address of a version's audio in a format; `wav` is the master. */
export function versionAudioUrl(versionId: string, format: 'wav' | 'mp3' | 'opus' = 'wav'): string {
  return `/api/v1/versions/${versionId}/audio?format=${format}`;
}

/** The address that saves a version's audio as a file that says where it comes from. */
export function versionDownloadUrl(versionId: string, format: 'wav' | 'mp3' | 'opus'): string {
  return `${versionAudioUrl(versionId, format)}&c2pa=embed`;
}

/** Reads audio bytes from an address of ours; throws {@link ApiProblem}. */
export async function fetchAudio(url: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable();
  }
  if (response.ok) return response.arrayBuffer();
  const failure = toApiProblem(await response.json().catch(() => null), response);
  if (failure.is('unauthenticated')) signedOut();
  throw failure;
}
