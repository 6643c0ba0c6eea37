import type { Transcription } from '../../shared/api/speechApi.ts';
import { sendForm } from './uploads.ts';

/** Takes down what is said in a recording. */
export function transcribe(file: File): Promise<Transcription> {
  const form = new FormData();
  form.set('file', file, file.name);
  return sendForm<Transcription>('/api/v1/voice/transcribe', form);
}
