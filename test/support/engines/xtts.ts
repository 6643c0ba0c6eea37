import { briefly } from './briefly.ts';
import { type Asked, type EngineServer, openEngineServer } from './engineServer.ts';
import { type RealSpeech, unevenPieces } from './realSpeech.ts';

const LANGUAGES = { English: 'en', German: 'de', Chinese: 'zh-cn' };
const paths = (...names: string[]) => ({ paths: Object.fromEntries(names.map((name) => [name, {}])) });
const failures = { refusing: { status: 400, body: { detail: 'SECRET' } } };

export interface XttsApiServer extends EngineServer {
  /** What each text was spoken with: the settings are one set for everybody. */
  readonly spoken: { text: string; settings: Record<string, unknown> }[];
  readonly recordings: Set<string>;
  /** Recordings are taken once this is over. */
  holdUploads(until: Promise<unknown>): void;
}

/** Speaks xtts-api-server's protocol; `doors: false` is one that takes no recordings. */
export async function openXttsApiServer(real: RealSpeech, { doors = true } = {}): Promise<XttsApiServer> {
  const recordings = new Set(['narrator']);
  const spoken: XttsApiServer['spoken'] = [];
  let settings: Record<string, unknown> = {};
  let held: Promise<unknown> = Promise.resolve();
  const server = await openEngineServer({
    failures,
    async answer({ method, path, json, body, wrongRate }: Asked) {
      if (path === '/openapi.json')
        return { body: paths('/tts_to_audio/', ...(doors ? ['/upload_sample', '/voices/{voice_id}'] : [])) };
      if (path === '/speakers_list')
        return { headers: { 'content-type': 'application/json' }, body: JSON.stringify([...recordings]) };
      if (path === '/languages') return { body: { languages: LANGUAGES } };
      if (path === '/set_tts_settings') {
        if (Object.keys(json).length !== 8) return { status: 422, body: { detail: [] } };
        settings = json;
        return { body: { message: 'Settings successfully applied' } };
      }
      if (path === '/upload_sample') {
        await held;
        const name = /filename="([^"]+)\.wav"/.exec(body.toString('latin1'))?.[1];
        if (!name || !body.includes('RIFF')) return { status: 400, body: { detail: 'Only .wav files' } };
        recordings.add(name);
        return { body: { filename: `${name}.wav` } };
      }
      if (method === 'DELETE') {
        const removed = recordings.delete(decodeURIComponent(path.slice('/voices/'.length)));
        return removed ? { body: { status: 'deleted' } } : { status: 404, body: { detail: 'gone' } };
      }
      const { text, speaker_wav, language } = json as Record<string, string>;
      if (!Object.values(LANGUAGES).includes(language ?? ''))
        return { status: 500, body: { detail: 'Error: 400: Language code sent is either unsupported' } };
      if (!recordings.has(speaker_wav ?? ''))
        return { status: 500, body: { detail: `Error: Speaker ${speaker_wav} not found.` } };
      // It reads the file of this name instead.
      if (text?.toLowerCase().endsWith('.txt')) return { status: 500, body: { detail: 'SECRET file' } };
      const said = (text ?? '').replace(/[*\r\n]/g, '');
      spoken.push({ text: said, settings });
      return {
        headers: { 'content-type': 'audio/wav' },
        body: await real.wav(briefly(said), wrongRate ? 16_000 : 24_000),
      };
    },
  });
  const holdUploads = (until: Promise<unknown>) => {
    held = until;
  };
  return Object.assign(server, { spoken, recordings, holdUploads });
}

export const LATENTS = {
  gpt_cond_latent: Array.from({ length: 32 }, (_, row) =>
    Array.from({ length: 8 }, (_, column) => row + column / 8),
  ),
  speaker_embedding: Array.from({ length: 16 }, (_, at) => at / 16),
};

/** Speaks the protocol of coqui's xtts-streaming-server; with `header` also where none is asked for. */
export function openXttsStreamingServer(real: RealSpeech, { header = false } = {}): Promise<EngineServer> {
  return openEngineServer({
    failures,
    async answer({ path, json, body, wrongRate }) {
      if (path === '/openapi.json')
        return { body: paths('/clone_speaker', '/tts', '/tts_stream', '/studio_speakers', '/languages') };
      if (path === '/studio_speakers') return { body: { 'Claribel Dervla': LATENTS } };
      if (path === '/languages')
        return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(['en', 'de']) };
      if (path === '/clone_speaker') {
        return body.includes('name="wav_file"') && body.includes('RIFF')
          ? { body: LATENTS }
          : { status: 422, body: { detail: [] } };
      }
      const pcm = await real.pcm(briefly(String(json.text)), 24_000);
      if (!header && !wrongRate && json.add_wav_header === false)
        return { headers: { 'content-type': 'audio/wav' }, body: unevenPieces(pcm) };
      const start = (await real.wav(briefly(String(json.text)), wrongRate ? 16_000 : 24_000)).subarray(0, 44);
      start.writeUInt32LE(0, 40);
      return { headers: { 'content-type': 'audio/wav' }, body: [start, ...unevenPieces(pcm)] };
    },
  });
}
