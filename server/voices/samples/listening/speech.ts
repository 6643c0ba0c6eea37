import type { SampleCheck } from '../../../../shared/api/personalities.ts';
import type { SpeechSpan } from '../../../speech/voiceActivity.ts';

const LEAST_SHARE = 0.3;
const GOOD_SHARE = 0.5;
const LEAST_MS = 2_000;

/** Whether somebody speaks for long enough, and for most of the time. */
export function judgeSpeech(speech: readonly SpeechSpan[], durationMs: number): SampleCheck {
  const speechMs = speech.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const share = durationMs > 0 ? speechMs / durationMs : 0;
  const check = (state: SampleCheck['state'], message: string): SampleCheck => ({
    name: 'speech',
    state,
    value: Math.round(share * 100),
    unit: '%',
    message,
  });
  if (speechMs === 0)
    return check('failed', 'Nobody is heard speaking. Record somebody who reads the script.');
  if (speechMs < LEAST_MS)
    return check('failed', 'There are less than 2 seconds of speech in it. Record more of the script.');
  if (share < LEAST_SHARE)
    return check(
      'failed',
      'Most of it is no speech: cut the rest away, or record again without long pauses.',
    );
  return share < GOOD_SHARE
    ? check('warning', 'Much of it is no speech; shorter pauses would be better.')
    : check('passed', 'Speech for most of the time.');
}
