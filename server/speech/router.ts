import type { Voice } from '../../shared/api/voices.ts';
import { ProblemError } from '../problem.ts';
import type { SpeechEngine } from './contract.ts';

/** A voice and the engine that speaks it. */
export interface Speaker {
  voice: Voice;
  engine: SpeechEngine;
}

/** Finds who speaks: the engines in order of priority, the first that has the voice. */
export interface SpeechRouter {
  readonly engines: readonly SpeechEngine[];
  readonly voices: readonly Voice[];
  /** Throws ProblemError `unknown-voice`, or `unsupported-parameter` when the voice does not speak the language. */
  find(voiceId: string, language: string): Speaker;
}

/** Routes over a fixed list of engines, most preferred first. A voice id that two engines have is the first one's. */
export function openRouter(engines: readonly SpeechEngine[]): SpeechRouter {
  const speakers = new Map<string, Speaker>();
  for (const engine of engines) {
    for (const voice of engine.voices) {
      if (!speakers.has(voice.id)) speakers.set(voice.id, { voice, engine });
    }
  }
  return {
    engines,
    voices: [...speakers.values()].map(({ voice }) => voice),
    find(voiceId, language) {
      const speaker = speakers.get(voiceId);
      if (!speaker) {
        throw new ProblemError(
          'unknown-voice',
          `There is no voice “${voiceId.slice(0, 100)}”. List the voices to see which there are.`,
        );
      }
      if (!speaker.voice.languages.some((spoken) => sameBase(spoken, language))) {
        throw new ProblemError(
          'unsupported-parameter',
          `${speaker.voice.name} speaks ${speaker.voice.languages.join(', ')}, not ${language}. Choose a voice of that language.`,
        );
      }
      return speaker;
    },
  };
}

/** en-GB and en-US share a base; so do the names of Norwegian and Chinese that differ only in writing. */
function sameBase(a: string, b: string): boolean {
  return baseOf(a) === baseOf(b);
}

const ALIASES: Record<string, string> = { no: 'nb', nn: 'nb', cmn: 'zh', iw: 'he', in: 'id' };

function baseOf(language: string): string {
  const base = language.toLowerCase().split('-')[0] ?? '';
  return ALIASES[base] ?? base;
}
