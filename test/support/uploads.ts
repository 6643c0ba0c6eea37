import { writeWav } from '../../server/audio/wav.ts';

/** A recording as a file of a form. */
export const wavOf = (samples: Int16Array, rateHz: number): Blob =>
  new Blob([Buffer.from(writeWav(samples, rateHz))], { type: 'audio/wav' });

/** A form with one file, `file`, and fields. */
export function formOf({ file, ...fields }: { file: Blob } & Record<string, string | Blob>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', file, 'recording.wav');
  return form;
}
