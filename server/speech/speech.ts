import type { SpeechDocument } from '../../shared/markup/document.ts';
import { costUsd } from '../../shared/prices/cost.ts';
import { replacements } from '../../shared/speech/pronounce.ts';
import { describeEngines, type EngineDetails } from '../engines/describe.ts';
import { type EnginesOptions, openEngines } from '../engines/engines.ts';
import type { EngineMetrics } from '../engines/metrics.ts';
import { race } from '../engines/race.ts';
import { remembered } from '../engines/remembered.ts';
import { ProblemError } from '../problem.ts';
import { accounted, estimateOf, secondsOf } from './accounting.ts';
import { parametersFor, said } from './asSpoken.ts';
import { openAudioCache, soundKey } from './cache.ts';
import type {
  CheckRequest,
  Fallback,
  Master,
  RawSpeech,
  SpeakRequest,
  Speech,
  SpeechAccounts,
  SpeechEngine,
  SpokenPiece,
  SpokenVoice,
  SynthesisRequest,
} from './contract.ts';
import type { AudioPool } from './mastering/pool.ts';
import type { SpeechMetrics } from './metrics.ts';
import { openDirectories } from './routing/directory.ts';
import { lineUp } from './routing/lineUp.ts';
import { fallbackOf, nobodyNamed, openRouting, type Prepared } from './routing/prepare.ts';
import { type Directory, type FallbackChoice, type Speaker, withheldFrom } from './routing/speakers.ts';
import { type KeptVoiceLists, sweepVoiceLists } from './routing/voiceLists.ts';

export interface SpeechOptions extends Omit<EnginesOptions<SpeechEngine>, 'metrics'> {
  pool: AudioPool;
  /** How much finished audio is kept in memory; 0 keeps none. */
  cacheBytes: number;
  /** Voices that a workspace made of samples. */
  customVoices(workspaceId: string): Promise<readonly SpokenVoice[]>;
  fallbackChoice(workspaceId: string): Promise<FallbackChoice>;
  /** Absent: an engine that is away when this starts has no voices until it is back. */
  voiceLists?: KeptVoiceLists;
  accounts: SpeechAccounts;
  metrics?: SpeechMetrics & EngineMetrics;
}

/** A synthesis is worth this much of the progress, mastering the rest. */
const SYNTHESIS_SHARE = 0.9;

/** Everything the rest of the product needs of speech. Closing it closes the engines, and the pool. */
export function openSpeech(options: SpeechOptions): Speech {
  const { pool, metrics, accounts } = options;
  const engines = openEngines('speech', options);
  const customVoices = remembered(options.customVoices);
  const fallbackChoice = remembered(options.fallbackChoice);
  const cache = openAudioCache(options.cacheBytes);

  const directories = openDirectories(options.voiceLists);

  async function directoryOf(workspaceId: string): Promise<Directory> {
    const [open, own] = await Promise.all([engines.of(workspaceId), customVoices.of(workspaceId)]);
    return directories(open, own);
  }

  const routing = openRouting(directoryOf, fallbackChoice.of);

  /** What a speaker would take for the text, before it is spoken. */
  const estimated = (speaker: Speaker, document: SpeechDocument, request: CheckRequest) =>
    estimateOf(accounts.prices, speaker.voice, said(document, speaker, request), {
      ...request,
      parameters: parametersFor(speaker.voice, request),
    });

  const piecesOf = (speaker: Speaker, request: SpeakRequest, document: SpeechDocument, signal: AbortSignal) =>
    accounted(accounts, request, estimated(speaker, document, request), signal, (onAsked) =>
      speaker.desk.run(
        (engine) =>
          piecesFrom(engine, {
            document: said(document, speaker, request),
            voice: speaker.voice,
            parameters: parametersFor(speaker.voice, request),
            signal,
          }),
        { workspaceId: request.workspaceId, signal, onAsked },
      ),
    );

  /** Speaks by the first who can, and masters it. */
  async function speak({ request, document, speakers, instead }: Prepared<SpeakRequest>): Promise<Master> {
    const [first] = speakers;
    request.signal.throwIfAborted();
    const known = cache.get(keyOf(request, first, document));
    first.desk.statistics.cacheAnswered(known !== undefined);
    metrics?.cacheAnswered(known !== undefined);
    if (known) {
      const entry = estimated(first, document, request);
      accounts.cached(request, { ...entry, seconds: known.durationMs / 1000 });
      request.onProgress?.(1);
      return { ...known, ...spokenBy(first, instead), cached: true, costUsd: 0 };
    }
    const {
      value: given,
      winner: speaker,
      why,
    } = await race(
      speakers,
      async (candidate, signal) => {
        // What is spoken already is resampled while the engine speaks on.
        const all: Promise<RawSpeech>[] = [];
        let reached = 0;
        for await (const piece of piecesOf(candidate, request, document, signal)) {
          reached = Math.max(reached, piece.words.at(-1)?.charEnd ?? piece.reachedChar ?? 0);
          const resampled = pool.resample(piece, signal);
          // Awaited below; until then a failure must not count as unhandled.
          resampled.catch(() => undefined);
          all.push(resampled);
          request.onProgress?.((SYNTHESIS_SHARE * reached) / request.text.length);
        }
        const pieces = await Promise.all(all);
        if (pieces.every((piece) => piece.samples.length === 0)) throw silent(candidate.voice.name);
        return pieces;
      },
      { ...request, nameOf },
    );
    const { loudnessLufs } = request.parameters;
    const audio = await pool.master(given, { loudnessLufs }, request.signal);
    cache.set(keyOf(request, speaker, document), audio);
    request.onProgress?.(1);
    const { characters } = estimated(speaker, document, request);
    const cost = costUsd(accounts.prices, speaker.voice, { characters, seconds: secondsOf(given) });
    const fallback = instead ?? (speaker === first ? null : fallbackOf(first, why));
    return { ...audio, ...spokenBy(speaker, fallback), cached: false, costUsd: cost };
  }

  return {
    async check(request) {
      const {
        document,
        speakers: [speaker],
      } = await routing.alone(request);
      await accounts.require(request, estimated(speaker, document, request).characters);
      return { voice: presented(speaker.voice), engine: engineOf(speaker) };
    },

    async standIn(request) {
      await routing.alone(request);
      const { speakers } = await routing.anybody(nobodyNamed(request));
      const able = speakers.find(({ voice, desk }) => voice.id !== request.voiceId && desk.healthy);
      return able ? presented(able.voice) : null;
    },

    async whoSpeaks(wish) {
      const { workspaceId } = wish;
      const choice = await fallbackChoice.of(workspaceId);
      const {
        speakers: [{ voice }],
        language,
        instead,
      } = lineUp(await directoryOf(workspaceId), wish, choice);
      return { voiceId: voice.id, language, parameters: parametersFor(voice, wish), instead };
    },

    speakLive: async (request) => speak(await routing.anybody(request)),
    speak: async (request) => speak(await routing.asAllowed(request)),

    async *stream(request) {
      const { document, speakers, instead } = await routing.asAllowed(request);
      const [first] = speakers;
      const {
        value,
        winner: speaker,
        why,
        abort,
      } = await race(
        speakers,
        async (candidate, signal) => {
          const pieces = piecesOf(candidate, request, document, signal);
          // Between two pieces it hears of no signal: only this makes one that lost give its engine's place back.
          const leave = () => void pieces.return(undefined).catch(() => undefined);
          signal.addEventListener('abort', leave, { once: true });
          try {
            for (;;) {
              const first = await pieces.next();
              if (first.done) throw silent(candidate.voice.name);
              if (first.value.samples.length > 0) return { first: first.value, rest: pieces };
            }
          } catch (error) {
            signal.removeEventListener('abort', leave);
            throw error;
          }
        },
        { ...request, nameOf },
      );
      const { loudnessLufs } = request.parameters;
      const fallback = instead ?? (speaker === first ? null : fallbackOf(first, why));
      const who = spokenBy(speaker, fallback);
      try {
        const spoken = async (piece: RawSpeech): Promise<SpokenPiece> => {
          const { reachedChar } = piece;
          const mastered = await pool.master([piece], { loudnessLufs }, request.signal);
          const { samples, sampleRateHz, words } = mastered;
          return {
            samples,
            sampleRateHz,
            words,
            ...(reachedChar === undefined ? {} : { reachedChar }),
            ...who,
          };
        };
        yield await spoken(value.first);
        for await (const piece of value.rest) if (piece.samples.length > 0) yield await spoken(piece);
        request.signal.throwIfAborted();
      } finally {
        abort();
        // Whoever leaves between two pieces asks for no further one: it ends here, and its place is free.
        await value.rest.return(undefined).catch(() => undefined);
      }
    },

    encode(samples, sampleRateHz, format) {
      const encode = () => pool.encode(samples, sampleRateHz, format);
      return format === 'mp3' ? cache.mp3(samples, encode) : encode();
    },

    encodeStream: (encoding) => pool.encodeStream(encoding),

    async voices(workspaceId) {
      const { all } = await directoryOf(workspaceId);
      return all.flatMap(({ voice }) => (withheldFrom('members', voice) === null ? [presented(voice)] : []));
    },

    async voice(workspaceId, voiceId) {
      const directory = await directoryOf(workspaceId);
      const speaker = directory.find(voiceId);
      if (!speaker) throw directory.missing(voiceId);
      return presented(speaker.voice);
    },

    engines: (workspaceId) => describeEngines(engines, workspaceId, voicesIn),
    look: engines.look,

    async engine(workspaceId, engineId) {
      const found = (await engines.of(workspaceId)).find(({ desk }) => desk.engine.id === engineId);
      return found?.desk.engine ?? null;
    },

    async sweepVoiceLists(workspaceIds) {
      if (!options.voiceLists) return 0;
      return sweepVoiceLists(options.voiceLists, async () => {
        const inUse = new Set<string>();
        for (const workspaceId of await workspaceIds())
          for (const account of await engines.accountsOf(workspaceId)) inUse.add(account);
        return inUse;
      });
    },

    changed(workspaceId) {
      for (const each of [customVoices, fallbackChoice]) each.forget(workspaceId);
      engines.changed(workspaceId);
    },

    async close() {
      await engines.close();
      await pool.close();
    },
  };
}

function keyOf(request: SpeakRequest, speaker: Speaker, document: SpeechDocument): string {
  const engine = engineOf(speaker);
  return soundKey({
    ...request,
    parameters: parametersFor(speaker.voice, request),
    voiceId: speaker.voice.id,
    engineId: engine.id,
    engineVersion: engine.version,
    replacements: replacements(said(document, speaker, request)),
  });
}

/** The engine, with the version of the voice's own where it has one: either changes the sound. */
function engineOf({ voice, desk: { engine } }: Speaker): { id: string; version: string } {
  return { id: engine.id, version: voice.version ? `${engine.version}/${voice.version}` : engine.version };
}

function spokenBy(speaker: Speaker, fallback: Fallback | null) {
  return {
    engine: engineOf(speaker),
    voice: { id: speaker.voice.id, name: speaker.voice.name },
    fallback,
  };
}

const nameOf = ({ voice }: Speaker) => voice.name;

async function* piecesFrom(engine: SpeechEngine, request: SynthesisRequest): AsyncIterable<RawSpeech> {
  if (engine.stream) yield* engine.stream(request);
  else yield await engine.synthesize(request);
}

function voicesIn(engine: SpeechEngine): Promise<EngineDetails> {
  // Looking for its voices, an engine may find out whether it makes any.
  return engine.voices().then(
    (voices) => ({ cloning: engine.cloning !== undefined, voiceCount: voices.length }),
    (error: Error) => ({ cloning: engine.cloning !== undefined, problem: error.message }),
  );
}

function presented({ clone: _clone, withheldFrom: _withheldFrom, ...voice }: SpokenVoice) {
  return voice;
}

function silent(voice: string): ProblemError {
  return new ProblemError('synthesis-failed', `${voice} made no sound of this text. Write it differently.`);
}
