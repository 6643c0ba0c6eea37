import type { Voice } from '../../../shared/api/voices.ts';
import { FairQueue } from '../../engines/fairQueue.ts';
import { ProblemError } from '../../problem.ts';
import type { SpeechEngine, SpokenVoice, SynthesisRequest, VoiceCloning } from '../contract.ts';
import { collectSpeech } from '../plan/speakPlan.ts';
import type { Heard } from './heard.ts';
import { refuseBeyond } from './refuseBeyond.ts';
import { planRemote, type RemoteManner, type RemoteUtterance, remoteSpeech } from './remoteSpeech.ts';
import { openShaper } from './shaper.ts';

export interface RemoteEngineOptions {
  id: string;
  name: string;
  /** Changes whenever the same input may sound different. */
  version: string;
  kind: SpeechEngine['kind'];
  /** How many requests the engine's server is asked at once. */
  requestsAtOnce: number;
  /** How many requests of one text run beside the one that is heard: 1 unless the server takes only one at a time. */
  ahead?: number;
  voices(): Promise<readonly Voice[]>;
  /** How a voice is asked for this request. */
  manner(request: Omit<SynthesisRequest, 'signal'>): RemoteManner;
  /** Refuses what its capabilities do not say. */
  check?(request: Omit<SynthesisRequest, 'signal'>): void;
  cloning?: VoiceCloning;
  look?: SpeechEngine['look'];
  /** Ends what the engine has open beside its requests. */
  close?(): void | Promise<void>;
}

/** An engine over the network, of what only it knows: its voices, and how a single request is spoken. */
export function openRemoteEngine(options: RemoteEngineOptions): SpeechEngine {
  const { id, name, version, kind, requestsAtOnce, ahead = 1, cloning, look } = options;
  const shaper = openShaper();
  const places = new FairQueue(requestsAtOnce);
  const running = new Set<AbortController>();

  async function* stream(request: SynthesisRequest) {
    const manner = options.manner(request);
    const own = new AbortController();
    running.add(own);
    try {
      yield* remoteSpeech(
        { ...request, signal: AbortSignal.any([request.signal, own.signal]) },
        { ...manner, say: (utterance, ended) => inItsPlace(manner, utterance, ended) },
        { engine: name, shaper, ahead: Math.min(ahead, requestsAtOnce - 1) },
      );
    } finally {
      running.delete(own);
    }
  }

  async function* inItsPlace(
    manner: RemoteManner,
    utterance: RemoteUtterance,
    signal: AbortSignal,
  ): AsyncGenerator<Heard> {
    const leave = await places.enter('', signal);
    try {
      yield* manner.say(utterance, signal);
    } finally {
      leave();
    }
  }

  return {
    id,
    name,
    version,
    kind,
    concurrency: requestsAtOnce,
    voices: () => options.voices(),
    check(request) {
      refuseBeyond(request);
      options.check?.(request);
      planRemote(request, options.manner(request));
    },
    synthesize: (request) => collectSpeech(stream(request)),
    stream,
    ...(cloning ? { cloning } : {}),
    ...(look ? { look } : {}),
    async close() {
      const why = new ProblemError('engine-unavailable', `${name} is shutting down. Try again in a moment.`);
      for (const controller of running) controller.abort(why);
      await options.close?.();
      await shaper.close();
    },
  };
}

/** The voice of an id of this engine, without the engine's own part of it: “elevenlabs:21m00” is “21m00”. */
export function ownIdOf(voice: SpokenVoice): string {
  return voice.id.slice(voice.id.indexOf(':') + 1);
}
