/** Why a call is over. `lost`: its line or our process broke; nobody knows whether somebody hung up. */
export const CALL_ENDS = [
  'caller-hung-up',
  'goodbye',
  'gave-up',
  'transferred',
  'voicemail',
  'drained',
  'refused',
  'failed',
  'lost',
] as const;
