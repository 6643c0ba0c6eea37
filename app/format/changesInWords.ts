import type { Version } from '../../shared/api/studio.ts';
import { VOICE_SETTING_NAMES, VOICE_SETTINGS } from '../../shared/speech/voiceSettingRanges.ts';

const words = (count: number) => `${count} ${count === 1 ? 'word' : 'words'}`;

const NAMES: Record<string, string> = {
  voiceId: 'voice',
  sentencePauseMs: 'pause between sentences',
  paragraphPauseMs: 'pause between paragraphs',
  loudnessLufs: 'loudness',
};

const shown = (value: unknown) => (value === null || value === undefined ? 'off' : String(value));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** What changed of a voice's own settings, e.g. `stability 0.5 → 0.7`. */
function settingsChange(from: unknown, to: unknown): string {
  const [before, after] = [isRecord(from) ? from : {}, isRecord(to) ? to : {}];
  const changed = VOICE_SETTING_NAMES.filter((name) => before[name] !== after[name]);
  return changed
    .map((name) => {
      const { label, default: neutral } = VOICE_SETTINGS[name];
      return `${label.toLowerCase()} ${shown(before[name] ?? neutral)} → ${shown(after[name] ?? neutral)}`;
    })
    .join(', ');
}

/** One parameter's change, e.g. `speed 1 → 1.2`. */
export function parameterChange(change: { name: string; from?: unknown; to?: unknown }): string {
  if (change.name === 'settings') return settingsChange(change.from, change.to);
  return `${NAMES[change.name] ?? change.name} ${shown(change.from)} → ${shown(change.to)}`;
}

/** What a version changed against the one before, e.g. `2 words added, speed 1 → 1.2`. */
export function changesInWords(version: Pick<Version, 'changes'>): string {
  const { changes } = version;
  if (!changes) return 'First version';
  const parts = [
    changes.wordsAdded > 0 ? `${words(changes.wordsAdded)} added` : null,
    changes.wordsRemoved > 0 ? `${words(changes.wordsRemoved)} removed` : null,
    ...changes.parameters.map(parameterChange),
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : `Same text and settings as version ${changes.sinceNumber}`;
}
