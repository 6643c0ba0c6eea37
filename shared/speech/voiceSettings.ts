import { z } from 'zod';
import { VOICE_SETTING_NAMES, VOICE_SETTINGS, type VoiceSettingName } from './voiceSettingRanges.ts';

/** Settings as they are given: what is missing stands at its default. */
export const VoiceSettings = z
  .partialRecord(z.enum(VOICE_SETTING_NAMES), z.number())
  .check((context) => {
    for (const [name, value] of Object.entries(context.value)) {
      const { min, max } = VOICE_SETTINGS[name as VoiceSettingName];
      if (value >= min && value <= max) continue;
      context.issues.push({
        code: 'custom',
        path: [name],
        input: value,
        message: `must be from ${min} to ${max}`,
      });
    }
  })
  .describe("Settings of the voice's own engine; a voice refuses what it does not have");
export type VoiceSettings = z.infer<typeof VoiceSettings>;
