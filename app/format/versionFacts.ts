import type { Version } from '../../shared/api/studio.ts';
import { VOICE_SETTING_NAMES, VOICE_SETTINGS } from '../../shared/speech/voiceSettingRanges.ts';
import { formatUsd } from './amounts.ts';
import { EMPHASIS_LABELS, TONE_LABELS } from './labels.ts';
import { signed } from './signed.ts';

/** What a version was made of and came out as, as labels with values; what is not known yet is left out. */
export function versionFacts(version: Version): [label: string, value: string][] {
  const { parameters, engine, audio, costUsd } = version;
  const { settings } = parameters;
  const seconds = (ms: number) => `${ms / 1000} s`;
  const facts: [string, string | null | undefined][] = [
    ['Revision', String(version.revision.number)],
    ['Voice', version.voice.name],
    ['Engine', engine && `${engine.id}, ${engine.version}`],
    ['Tone', TONE_LABELS[parameters.tone]],
    ['Speed', `${parameters.speed}×`],
    ['Pitch', parameters.pitch === 0 ? 'As the voice speaks' : signed(parameters.pitch, 'semitones', 1)],
    ['Emphasis', EMPHASIS_LABELS[parameters.emphasis]],
    [
      'Pause between sentences',
      parameters.sentencePauseMs === undefined ? null : seconds(parameters.sentencePauseMs),
    ],
    [
      'Pause between paragraphs',
      parameters.paragraphPauseMs === undefined ? null : seconds(parameters.paragraphPauseMs),
    ],
    ...VOICE_SETTING_NAMES.map((name): [string, string | null] => [
      VOICE_SETTINGS[name].label,
      settings?.[name] === undefined ? null : String(settings[name]),
    ]),
    ['Dictionary', version.dictionaryVersion === null ? null : `State ${version.dictionaryVersion}`],
    ['Loudness', audio && (audio.loudnessLufs === null ? 'Silence' : signed(audio.loudnessLufs, 'LUFS', 1))],
    ['True peak', audio?.truePeakDbtp == null ? null : signed(audio.truePeakDbtp, 'dBTP', 1)],
    ['Size', audio && `${(audio.sizeBytes / 1024).toFixed(0)} KB, ${audio.sampleRateHz / 1000} kHz`],
    ['Cost', costUsd === null ? null : formatUsd(costUsd)],
  ];
  return facts.filter((fact): fact is [string, string] => typeof fact[1] === 'string');
}
