import { VOICE_SETTINGS, type VoiceSettingName } from '../../../shared/speech/voiceSettingRanges.ts';
import type { VoiceSettings } from '../../../shared/speech/voiceSettings.ts';

export const XTTS_SETTINGS = [
  'temperature',
  'lengthPenalty',
  'repetitionPenalty',
  'topK',
  'topP',
] as const satisfies readonly VoiceSettingName[];

/** xtts-api-server refuses more, with words of its own. */
export const HIGHEST_REPETITION_PENALTY = 10;

/** All eight that xtts-api-server wants, each time: it keeps them for everybody until they are set again. */
export function serverSettings(settings: VoiceSettings | undefined, speed: number) {
  const chosen = (name: (typeof XTTS_SETTINGS)[number]) => settings?.[name] ?? VOICE_SETTINGS[name].default;
  return {
    stream_chunk_size: 100,
    temperature: chosen('temperature'),
    speed,
    length_penalty: chosen('lengthPenalty'),
    repetition_penalty: chosen('repetitionPenalty'),
    top_p: chosen('topP'),
    top_k: chosen('topK'),
    enable_text_splitting: true,
  };
}
