import type { TurnLatency } from '../../../../shared/calls/timeline.ts';

/** Where the time of a turn goes, for people. */
export const STAGE_NAMES: Record<keyof TurnLatency, string> = {
  endOfTurnMs: 'Certain of the end',
  transcriptMs: 'Words final',
  firstTokenMs: 'First sentence',
  firstAudioMs: 'First sound',
  heardMs: 'On the line',
};
