import type { Voice } from '../../../shared/api/voices.ts';
import { MAX_SCRIPT_CHARACTERS } from '../../../shared/speech/parameters.ts';
import { VOICE_CATALOGUE } from '../../../shared/voices/catalogue.ts';
import { sayAsOf } from '../../speech/plan/sayAsIn.ts';
import { kokoroSpeaker } from './kokoroModel.ts';
import type { ModelDescription, ModelFiles } from './modelFiles.ts';

/** The voices of a model: one, or one for each of its speakers. */
export function voicesOf(files: ModelFiles, description: ModelDescription): Voice[] {
  return description.speakers.map((speaker) =>
    files.family === 'kokoro'
      ? kokoroVoice(files, description, speaker)
      : piperVoice(files, description, speaker),
  );
}

/** The model and the number of the speaker that a voice's id names. */
export function readVoiceId(id: string): { model: string; speaker: string } {
  const [model = '', speaker = ''] = id.slice(id.indexOf(':') + 1).split('#');
  return { model, speaker };
}

function piperVoice(files: ModelFiles, description: ModelDescription, speaker: string): Voice {
  const { name } = files;
  const listed = VOICE_CATALOGUE.find(({ id }) => id === name);
  const [, called = name, quality] = /^[a-z]{2,3}_[A-Z]{2}-(.+)-(x_low|low|medium|high)$/.exec(name) ?? [];
  return {
    ...common(description, description.language),
    id: `piper:${name}${speaker ? `#${speaker}` : ''}`,
    name: `${listed?.name ?? capital(called)}${speaker ? ` ${speaker}` : ''}`,
    engine: 'piper',
    gender: listed?.gender ?? 'neutral',
    description:
      listed?.description ?? `Piper voice${quality ? `, ${quality.replace('_', ' ')} quality` : ''}.`,
    licence: listed?.licence ?? description.licence ?? 'Not known: see where its files come from',
  };
}

function kokoroVoice(files: ModelFiles, description: ModelDescription, speaker: string): Voice {
  const { language, gender } = kokoroSpeaker(speaker);
  return {
    ...common(description, language),
    id: `kokoro:${files.name}#${speaker}`,
    name: capital(speaker.replace(/^[a-z]{2}_/, '')),
    engine: 'kokoro',
    gender,
    description: `Kokoro voice ${speaker}.`,
    licence: 'Apache-2.0',
  };
}

function common(
  { digest, sampleRateHz, inference }: ModelDescription,
  language: string,
): Pick<Voice, 'languages' | 'kind' | 'version' | 'sampleRateHz' | 'capabilities'> {
  return {
    languages: [language],
    kind: 'local',
    version: digest,
    sampleRateHz,
    capabilities: {
      streaming: true,
      wordTimings: false,
      speed: { support: 'native', min: 0.25, max: 4 },
      pitch: { support: 'processed', min: -12, max: 12 },
      tone: 'processed',
      emphasis: 'processed',
      breaks: 'processed',
      phonemes: [],
      sayAs: sayAsOf(language),
      maxCharacters: MAX_SCRIPT_CHARACTERS,
      settings: inference ? ['noise', 'noiseWidth'] : [],
    },
  };
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1).replaceAll('_', ' ')}`;
