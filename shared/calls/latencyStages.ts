/** The parts of the time that a turn takes, in the order in which they pass. */
export const LATENCY_STAGES = [
  'endOfTurnMs',
  'transcriptMs',
  'firstTokenMs',
  'firstAudioMs',
  'heardMs',
] as const;
