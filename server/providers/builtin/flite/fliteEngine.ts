import { ProblemError } from '../../../problem.ts';
import type { SpeechEngine, SynthesisRequest } from '../../../speech/contract.ts';
import { mannerOf, timeoutMsOf } from '../../../speech/plan/manner.ts';
import { planSpeech, type Token } from '../../../speech/plan/plan.ts';
import { sayAsEnglish } from '../../../speech/plan/sayAs.ts';
import { collectSpeech, type SpokenUtterance, speakPlan } from '../../../speech/plan/speakPlan.ts';
import { openEnginePool } from '../../../speech/processes/engineProcess.ts';
import { toSpokenAscii, unreadableLetters } from './english.ts';
import type { FliteRequest } from './fliteChild.ts';
import { phonesOf } from './phones.ts';
import { FLITE_VOICES, type FliteVoice } from './voices.ts';

/** The package's version and, behind the plus, that of what we do to its sound. */
const VERSION = '2.3-wasi0.1.1+1';

/** The built-in English voices, in `processes` processes of their own. Nothing is started before it is needed. */
export function openFlite({ processes }: { processes: number }): SpeechEngine {
  const pool = openEnginePool<FliteRequest, SpokenUtterance>({
    name: 'built-in English',
    entry: new URL('./fliteChild.ts', import.meta.url),
    processes,
  });

  const voices = FLITE_VOICES.map(({ flite: _flite, melodyHz: _melodyHz, ...voice }) => voice);

  function stream(request: SynthesisRequest) {
    const voice = voiceOf(request.voice.id);
    const manner = mannerOf(request.parameters);
    const steps = planSpeech(request.document, request.parameters, manner.speed);
    const movable = voice.capabilities.pitch.support === 'native';
    return speakPlan(steps, voice.sampleRateHz, pool.size, request.signal, ({ tokens, final }, signal) => {
      const spoken = tokens.map(spokenOf);
      return pool.run(
        {
          voice: voice.flite,
          stretch: 1 / manner.speed,
          pitch: movable ? { native: manner.pitch, processed: 0 } : { native: 0, processed: manner.pitch },
          melodyHz:
            voice.melodyHz === null || manner.liveliness === 1 ? null : voice.melodyHz * manner.liveliness,
          brightnessDb: manner.brightnessDb,
          final,
          tokens: spoken,
        },
        { signal, timeoutMs: timeoutMsOf(spoken.reduce((sum, token) => sum + token.spoken.length, 0)) },
      );
    });
  }

  return {
    id: 'flite',
    name: 'Built-in English voices',
    version: VERSION,
    kind: 'builtin',
    concurrency: 2 * processes,
    voices: async () => voices,
    check(request) {
      voiceOf(request.voice.id);
      for (const part of request.document.parts) {
        if (part.kind !== 'text' || part.phoneme || part.sayAs) continue;
        const unreadable = unreadableLetters(part.text);
        if (unreadable) {
          throw new ProblemError(
            'unsupported-parameter',
            `This voice speaks English and cannot read “${unreadable.slice(0, 40)}”. Choose a voice of that language.`,
          );
        }
      }
      for (const step of planSpeech(request.document, request.parameters, 1)) {
        if (step.kind === 'utterance') step.tokens.forEach(spokenOf);
      }
    },
    readsIpa: (ph) => 'phones' in phonesOf({ alphabet: 'ipa', ph }),
    synthesize: (request) => collectSpeech(stream(request)),
    stream,
    close: () => pool.close(),
  };
}

function voiceOf(id: string): FliteVoice {
  const voice = FLITE_VOICES.find((candidate) => candidate.id === id);
  if (!voice) throw new ProblemError('unknown-voice', `There is no voice ${id}.`);
  return voice;
}

function spokenOf(token: Token): FliteRequest['tokens'][number] {
  if (token.phoneme) {
    const result = phonesOf(token.phoneme);
    if ('phones' in result) return { spoken: '', phones: result.phones, emphasis: token.emphasis };
    throw new ProblemError(
      'unsupported-markup',
      token.phoneme.alphabet === 'x-sampa'
        ? 'This voice reads phonemes in IPA or ARPAbet, not in X-SAMPA.'
        : `This voice has no sound for “${result.unreadable.slice(0, 20)}” in ph="${token.phoneme.ph.slice(0, 60)}".`,
    );
  }
  let text = token.text;
  if (token.sayAs) {
    const words = sayAsEnglish(text, token.sayAs.interpretAs, token.sayAs.format);
    if (words === null) {
      throw new ProblemError(
        'unsupported-markup',
        `“${text.slice(0, 40)}” cannot be said as ${token.sayAs.interpretAs}${token.sayAs.format ? ` in the format ${token.sayAs.format}` : ''}.`,
      );
    }
    text = words;
  }
  return { spoken: toSpokenAscii(text), phones: null, emphasis: token.emphasis };
}
