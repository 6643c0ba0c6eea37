import { createRequire } from 'node:module';
import { ProblemError } from '../../../problem.ts';
import type { SpeechEngine, SynthesisRequest } from '../../../speech/contract.ts';
import { mannerOf, timeoutMsOf } from '../../../speech/plan/manner.ts';
import { planSpeech, type Token } from '../../../speech/plan/plan.ts';
import { sayAsIn } from '../../../speech/plan/sayAsIn.ts';
import { collectSpeech, type SpokenUtterance, speakPlan } from '../../../speech/plan/speakPlan.ts';
import { openEnginePool } from '../../../speech/processes/engineProcess.ts';
import type { EspeakRequest } from './espeakChild.ts';
import { ESPEAK_RATE_HZ, ESPEAK_VOICES, type EspeakVoice } from './voices.ts';

/** The package's version and, behind the plus, that of what we do to its sound. */
const VERSION = '1.52-emscripten0.3.5+1';

/** Whether the optional package is there. It is GPL-3 and only ever loaded in a process of its own. */
export function espeakInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve('@echogarden/espeak-ng-emscripten');
    return true;
  } catch {
    return false;
  }
}

/** One synthetic voice for each of 60 languages, in `processes` processes of their own. */
export function openEspeak({ processes }: { processes: number }): SpeechEngine {
  const pool = openEnginePool<EspeakRequest, SpokenUtterance>({
    name: 'eSpeak NG',
    entry: new URL('./espeakChild.ts', import.meta.url),
    processes,
  });

  const voices = ESPEAK_VOICES.map(({ espeak: _espeak, ...voice }) => voice);

  function stream(request: SynthesisRequest) {
    const voice = voiceOf(request.voice.id);
    const manner = mannerOf(request.parameters);
    const steps = planSpeech(request.document, request.parameters, manner.speed);
    return speakPlan(steps, ESPEAK_RATE_HZ, pool.size, request.signal, ({ tokens, final }, signal) => {
      const spoken = tokens.map((token) => spokenOf(token, voice));
      return pool.run(
        {
          voice: voice.espeak,
          length: 1 / manner.speed,
          pitch: manner.pitch,
          liveliness: manner.liveliness,
          brightnessDb: manner.brightnessDb,
          final,
          tokens: spoken,
        },
        { signal, timeoutMs: timeoutMsOf(spoken.reduce((sum, token) => sum + token.spoken.length, 0)) },
      );
    });
  }

  return {
    id: 'espeak',
    name: 'eSpeak NG',
    version: VERSION,
    kind: 'builtin',
    concurrency: 2 * processes,
    voices: async () => voices,
    check(request) {
      const voice = voiceOf(request.voice.id);
      for (const step of planSpeech(request.document, request.parameters, 1)) {
        if (step.kind === 'utterance') for (const token of step.tokens) spokenOf(token, voice);
      }
    },
    synthesize: (request) => collectSpeech(stream(request)),
    stream,
    close: () => pool.close(),
  };
}

function voiceOf(id: string): EspeakVoice {
  const voice = ESPEAK_VOICES.find((candidate) => candidate.id === id);
  if (!voice) throw new ProblemError('unknown-voice', `There is no voice ${id}.`);
  return voice;
}

function spokenOf(token: Token, voice: EspeakVoice): EspeakRequest['tokens'][number] {
  if (token.phoneme) {
    throw new ProblemError(
      'unsupported-markup',
      'eSpeak voices do not read <phoneme>. Write the word as it sounds, or choose a built-in English voice.',
    );
  }
  return { spoken: token.sayAs ? sayAs(token, voice) : token.text, emphasis: token.emphasis };
}

function sayAs(
  { text, sayAs: { interpretAs, format } = { interpretAs: '' } }: Token,
  voice: EspeakVoice,
): string {
  if (!voice.capabilities.sayAs.includes(interpretAs)) {
    throw new ProblemError(
      'unsupported-markup',
      `${voice.name} cannot say things as ${interpretAs}; it can as ${voice.capabilities.sayAs.join(', ')}. Write it out in words.`,
    );
  }
  const words = sayAsIn(voice.languages[0] ?? 'en', text, interpretAs, format);
  if (words !== null) return words;
  throw new ProblemError('unsupported-markup', `“${text.slice(0, 40)}” cannot be said as ${interpretAs}.`);
}
