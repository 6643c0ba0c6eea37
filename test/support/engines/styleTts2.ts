import { briefly } from './briefly.ts';
import { type EngineServer, openEngineServer } from './engineServer.ts';
import type { RealSpeech } from './realSpeech.ts';

/** Speaks the protocol of SaladTechnologies/styletts2-api. */
export function openStyleTts2Server(real: RealSpeech): Promise<EngineServer> {
  return openEngineServer({
    failures: { refusing: { status: 422, body: { detail: 'SECRET' } } },
    async answer({ path, json, wrongRate }) {
      if (path === '/hc') return { body: { status: 'ok', version: '0.0.4' } };
      if (json.output_format !== 'wav') return { headers: { 'content-type': 'audio/mp3' }, body: 'ID3' };
      const { voice } = json;
      if (
        voice !== undefined &&
        !Buffer.from(String(voice), 'base64').subarray(0, 4).equals(Buffer.from('RIFF'))
      )
        return { status: 500, body: 'Internal Server Error' };
      return {
        headers: { 'content-type': 'audio/wav' },
        body: await real.wav(briefly(String(json.text)), wrongRate ? 16_000 : 24_000),
      };
    },
  });
}
