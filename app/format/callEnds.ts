import type { CallEnd } from '../../shared/calls/timeline.ts';

/** Why a call is over, for people. */
export const END_LABELS: Record<CallEnd, string> = {
  'caller-hung-up': 'the caller hung up',
  goodbye: 'goodbye was said',
  'gave-up': 'nothing was heard of the caller any more',
  transferred: 'it was handed over',
  voicemail: 'a message was taken',
  drained: 'the server was stopping',
  refused: 'it was not taken',
  failed: 'it could not go on',
  lost: 'the connection broke',
};
