import type { EngineSettings } from '../../engines/contract.ts';
import { ProblemError } from '../../problem.ts';
import type { SpeechEngine, SpeechEngineKind, SpokenVoice, SynthesisRequest } from '../../speech/contract.ts';
import { askEngine, type EngineLimits, speechLimits } from '../../speech/remote/askEngine.ts';
import { expectRate } from '../../speech/remote/collectHeard.ts';
import { readPcm16 } from '../../speech/remote/pcmStream.ts';
import { openRemoteEngine, ownIdOf } from '../../speech/remote/remoteEngine.ts';
import type { RemoteManner, RemoteUtterance } from '../../speech/remote/remoteSpeech.ts';
import { rememberVoices } from '../../speech/remote/voiceList.ts';
import { readWav } from '../../speech/remote/wavStream.ts';
import { readReference, xttsCloning } from './cloning.ts';
import { type Door, ENGINE, languageCodeOf, openDoor, tell } from './doors.ts';
import { translateXtts } from './failures.ts';
import { HIGHEST_REPETITION_PENALTY, serverSettings } from './settings.ts';
import { charactersAtOnce, xttsText } from './text.ts';
import { voicesOf, XTTS_RATE_HZ } from './voices.ts';

/** The range that xtts-api-server accepts and that still sounds like speech. */
const SPEED = { min: 0.5, max: 2 };
const BYTES_PER_SECOND = 2 * XTTS_RATE_HZ;
/** Without a GPU a sentence takes a minute. */
const FIRST_BYTE_MS = 120_000;

export const XTTS: SpeechEngineKind = {
  id: 'xtts',
  name: ENGINE,
  kind: 'local',
  hint: 'Run xtts-api-server or xtts-streaming-server and set XTTS_BASE_URL to its address, such as http://127.0.0.1:8020. The weights of XTTS are not for commercial use.',
  settings: [
    {
      name: 'baseUrl',
      label: 'Address',
      variable: 'XTTS_BASE_URL',
      secret: false,
      required: true,
      perWorkspace: false,
    },
  ],
  open: (settings) => openXtts(settings),
};

/**
 * An XTTS server of either protocol. One request at a time: settings of xtts-api-server hold for everybody, and
 * xtts-streaming-server mixes up concurrent streams.
 */
export function openXtts(
  { baseUrl = '' }: EngineSettings,
  patience: Partial<EngineLimits> = { firstByteMs: FIRST_BYTE_MS },
): SpeechEngine {
  let known: Door | undefined;

  async function ask(signal: AbortSignal): Promise<Door> {
    known = await openDoor(baseUrl, signal);
    return known;
  }
  const list = rememberVoices(async (signal) => voicesOf(await ask(signal)));
  const door = async (signal: AbortSignal) => known ?? (await ask(signal));

  function manner({ document }: Omit<SynthesisRequest, 'signal'>): RemoteManner {
    return {
      limit: { max: charactersAtOnce(document.language), unit: 'characters' },
      ...(known?.protocol === 'api-server' ? { speed: SPEED } : {}),
      render: xttsText,
      say,
    };
  }

  async function* say(utterance: RemoteUtterance, signal: AbortSignal) {
    const server = await door(signal);
    const { document } = utterance.request;
    const language = languageCodeOf(server, document.language);
    if (language === null) {
      throw new ProblemError(
        'engine-refused',
        `The XTTS server does not speak ${document.language}. Choose another voice.`,
      );
    }
    const heard =
      server.protocol === 'api-server'
        ? sayByName(utterance, language, signal)
        : sayByLatents(server, utterance, language, signal);
    yield* expectRate(ENGINE, XTTS_RATE_HZ, heard);
  }

  async function* sayByName(utterance: RemoteUtterance, language: string, signal: AbortSignal) {
    const { text, speed, request } = utterance;
    // Each time: another program may have set others since.
    await tell({
      url: `${baseUrl}/set_tts_settings`,
      body: serverSettings(request.parameters.settings, speed),
      translate: translateXtts,
      signal,
    });
    const answer = await askEngine({
      engine: ENGINE,
      url: `${baseUrl}/tts_to_audio/`,
      body: { text, speaker_wav: speakerOf(request.voice), language },
      accepts: /^audio\//,
      limits: { ...speechLimits(text.length, BYTES_PER_SECOND), ...patience },
      translate: translateXtts,
      signal,
    });
    yield* readWav(ENGINE, answer.chunks);
  }

  async function* sayByLatents(
    server: Door,
    { text, request }: RemoteUtterance,
    language: string,
    signal: AbortSignal,
  ) {
    const answer = await askEngine({
      engine: ENGINE,
      url: `${baseUrl}/tts_stream`,
      body: {
        ...latentsOf(server, request.voice),
        text,
        language,
        // Its header says zero bytes; what follows is known without it.
        add_wav_header: false,
        stream_chunk_size: '20',
      },
      accepts: /^audio\//,
      limits: { ...speechLimits(text.length, BYTES_PER_SECOND), ...patience },
      translate: translateXtts,
      signal,
    });
    const { isWav, chunks } = await startsAsWav(answer.chunks);
    yield* isWav ? readWav(ENGINE, chunks) : readPcm16(chunks, XTTS_RATE_HZ);
  }

  return openRemoteEngine({
    id: 'xtts',
    name: ENGINE,
    version: 'v2',
    kind: 'local',
    requestsAtOnce: 1,
    voices: () => list.voices(),
    manner,
    check({ parameters: { settings } }) {
      if ((settings?.repetitionPenalty ?? 0) <= HIGHEST_REPETITION_PENALTY) return;
      throw new ProblemError(
        'unsupported-parameter',
        `XTTS servers take a repetition penalty of at most ${HIGHEST_REPETITION_PENALTY}.`,
      );
    },
    cloning: xttsCloning(baseUrl, door, () => known),
    close: () => list.close(),
  });
}

function speakerOf(voice: SpokenVoice): string {
  if (!voice.clone) return ownIdOf(voice);
  const reference = readReference(voice.clone);
  if ('speaker' in reference) return reference.speaker;
  throw otherProtocol();
}

function latentsOf(server: Door, voice: SpokenVoice) {
  if (voice.clone) {
    const reference = readReference(voice.clone);
    if ('latents' in reference) return reference.latents;
    throw otherProtocol();
  }
  const latents = server.speakers.get(ownIdOf(voice));
  if (latents) return latents;
  throw new ProblemError(
    'engine-refused',
    'The XTTS server no longer has this speaker. Choose another voice.',
  );
}

function otherProtocol(): ProblemError {
  return new ProblemError(
    'engine-refused',
    'This voice was made with the other kind of XTTS server. Make it anew from its recordings.',
  );
}

/** Some servers of this protocol send the header whether it is asked for or not. */
async function startsAsWav(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
): Promise<{ isWav: boolean; chunks: AsyncGenerator<Uint8Array> }> {
  let start: Buffer = Buffer.alloc(0);
  while (start.length < 4) {
    const next = await chunks.next();
    if (next.done) break;
    start = Buffer.concat([start, next.value]);
  }
  async function* whole() {
    try {
      yield start;
      yield* chunks;
    } finally {
      // Also when the reader leaves before it came to them.
      await chunks.return();
    }
  }
  return { isWav: start.toString('latin1', 0, 4) === 'RIFF', chunks: whole() };
}
