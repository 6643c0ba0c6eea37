import { briefly } from './briefly.ts';
import { type EngineServer, openEngineServer } from './engineServer.ts';
import type { RealSpeech } from './realSpeech.ts';

export const GOOGLE_KEY = 'google-key-of-the-tests';

const listed = (name: string, languageCodes: string[], naturalSampleRateHertz = 24_000) => ({
  name,
  languageCodes,
  ssmlGender: 'FEMALE',
  naturalSampleRateHertz,
});
const VOICES = [
  listed('en-US-Neural2-C', ['en-US']),
  listed('en-US-Chirp3-HD-Kore', ['en-US']),
  listed('en-GB-Studio-B', ['en-GB']),
  listed('de-DE-Standard-A', ['de-DE'], 22_050),
  // Another variant stands in: no voice of en-CA.
  listed('en-US-Wavenet-A', ['en-CA']),
];

const problem = (code: number, status: string, details: object[] = []) => ({
  status: code,
  body: { error: { code, status, message: 'SECRET of the project', details } },
});
const info = (reason: string, metadata: Record<string, string> = {}) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata,
});
const RATE_LIMIT = info('RATE_LIMIT_EXCEEDED', { quota_limit: 'AllRequestsPerMinutePerProject' });

/** Speaks Google's protocol: whole answers in base64, times of marks for v1beta1 only. */
export function openGoogleServer(real: RealSpeech): Promise<EngineServer> {
  return openEngineServer({
    failures: {
      busy: problem(429, 'RESOURCE_EXHAUSTED', [RATE_LIMIT]),
      'busy-seconds': problem(429, 'RESOURCE_EXHAUSTED', [
        RATE_LIMIT,
        { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '6.5s' },
      ]),
      unauthorized: problem(400, 'INVALID_ARGUMENT', [info('API_KEY_INVALID')]),
      quota: problem(429, 'RESOURCE_EXHAUSTED', [
        info('RATE_LIMIT_EXCEEDED', { quota_limit: 'CharactersPerDayPerProject' }),
      ]),
      refusing: problem(400, 'INVALID_ARGUMENT'),
      broken: problem(500, 'INTERNAL'),
    },
    async answer({ path, headers, json, wrongRate }) {
      if (headers['x-goog-api-key'] !== GOOGLE_KEY)
        return problem(400, 'INVALID_ARGUMENT', [info('API_KEY_INVALID')]);
      if (path === '/v1/voices') return { body: { voices: VOICES } };
      const { input, voice } = json as {
        input: { ssml?: string; text?: string };
        voice: { name: string; languageCode: string };
      };
      const written = input.ssml ?? input.text ?? '';
      const known = VOICES.find(({ name }) => name === voice.name);
      if (!known || Buffer.byteLength(written) > 5000) return problem(400, 'INVALID_ARGUMENT');
      const text = briefly(input.ssml === undefined ? written : wordsOf(written));
      const rateHz = wrongRate ? 16_000 : known.naturalSampleRateHertz;
      const audioContent = (await real.wav(text, rateHz)).toString('base64');
      if (!path.startsWith('/v1beta1/')) return { body: { audioContent } };
      const { words } = await real.speak(text, rateHz);
      const marks = [...written.matchAll(/<mark name="(\d+)"\/>/g)];
      return {
        body: {
          audioContent,
          timepoints: marks.map(([, markName], index) => ({
            markName,
            timeSeconds: (words[index]?.startMs ?? 0) / 1000,
          })),
        },
      };
    },
  });
}

/** What is left to be spoken of SSML. */
export function wordsOf(ssml: string): string {
  return ssml
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
