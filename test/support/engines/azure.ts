import { briefly } from './briefly.ts';
import { type EngineServer, openEngineServer } from './engineServer.ts';
import { wordsOf } from './google.ts';
import { type RealSpeech, unevenPieces } from './realSpeech.ts';

export const AZURE_KEY = 'azure-key-of-the-tests';

const VOICES = [
  {
    ShortName: 'en-US-JennyNeural',
    DisplayName: 'Jenny',
    LocalName: 'Jenny',
    Gender: 'Female',
    Locale: 'en-US',
    SampleRateHertz: '24000',
    VoiceType: 'Neural',
    Status: 'GA',
    StyleList: ['assistant', 'chat', 'customerservice', 'friendly', 'cheerful'],
  },
  {
    ShortName: 'de-DE-SeraphinaMultilingualNeural',
    DisplayName: 'Seraphina Multilingual',
    Gender: 'Female',
    Locale: 'de-DE',
    SecondaryLocaleList: ['en-US', 'fr-FR'],
    Status: 'GA',
  },
  {
    ShortName: 'en-US-Ava:DragonHDLatestNeural',
    DisplayName: 'Ava Dragon HD Latest',
    Gender: 'Female',
    Locale: 'en-US',
    Status: 'Preview',
  },
  { ShortName: 'en-US-OldNeural', DisplayName: 'Old', Gender: 'Male', Locale: 'en-US', Status: 'Deprecated' },
];

/** Speaks Azure's protocol: a WAVE file in pieces, whose header does not know its length. */
export function openAzureServer(real: RealSpeech): Promise<EngineServer> {
  return openEngineServer({
    failures: {
      busy: {
        status: 429,
        body: { error: { code: '429', message: 'Too many requests. SECRET' } },
      },
      unauthorized: { status: 401, body: { error: { code: '401', message: 'Access denied. SECRET' } } },
      quota: {
        status: 403,
        body: {
          error: { code: '403', message: 'Out of call volume quota. SECRET Quota will be replenished.' },
        },
      },
      refusing: { status: 400, body: 'SECRET: the SSML is invalid' },
      broken: { status: 502, body: 'SECRET' },
    },
    async answer({ path, headers, body, wrongRate }) {
      if (headers['ocp-apim-subscription-key'] !== AZURE_KEY)
        return { status: 401, body: { error: { code: '401' } } };
      if (path === '/cognitiveservices/voices/list')
        return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(VOICES) };
      if (headers['content-type'] !== 'application/ssml+xml' || !headers['user-agent'])
        return { status: 415, body: '' };
      if (headers['x-microsoft-outputformat'] !== 'riff-24khz-16bit-mono-pcm')
        return { status: 400, body: '' };
      const wav = await real.wav(briefly(wordsOf(body.toString('utf8'))), wrongRate ? 16_000 : 24_000);
      wav.writeUInt32LE(0, 40);
      return { headers: { 'content-type': 'audio/x-wav' }, body: unevenPieces(wav) };
    },
  });
}
