import type { SpeechEngineKind } from '../../speech/contract.ts';

/** Listed so that nobody looks for it, and so that old settings are explained. */
export const PLAYHT: SpeechEngineKind = {
  id: 'playht',
  name: 'Play.ht',
  kind: 'cloud',
  hint: 'Play.ht closed on 31 December 2025, and its voices were deleted. Make your voice anew from its original recordings with ElevenLabs or an XTTS server, or choose a voice of another engine.',
  settings: [],
  retired: true,
};
