import type { GrowingSound } from '../../../player/growingSound.ts';
import type { Track } from '../../../player/tracks.ts';
import type { AgentMessage } from './liveTurn.ts';

const TITLE_CHARACTERS = 60;

/** A spoken answer as the player knows it, with the key that it keeps from its first sentence on. */
export const answerTrack = (
  { id, text, personality }: { id: string; text: string; personality: { name: string } | null },
  source: { url: string } | { growing: GrowingSound },
): Track => ({
  key: `message ${id}`,
  title: personality?.name ?? 'Answer',
  subtitle: text.length > TITLE_CHARACTERS ? `${text.slice(0, TITLE_CHARACTERS)}…` : text || 'Answer',
  source,
  loudnessLufs: null,
});

/** The track of an answer that was spoken; null when it was not. */
export const messageTrack = (message: AgentMessage): Track | null =>
  message.audioUrl === null ? null : answerTrack(message, { url: message.audioUrl });
