import type { VoiceStatus } from '../../../shared/api/personalities.ts';

type Cloner = VoiceStatus['engines'][number];

/** Seconds as people say them: `24 s`, `3 min 5 s`. */
export function secondsInWords(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 90) return `${whole} s`;
  const rest = whole % 60;
  return `${Math.floor(whole / 60)} min${rest > 0 ? ` ${rest} s` : ''}`;
}

/** How much an engine needs, e.g. `XTTS needs 6 s to 30 s.` */
export const neededInWords = ({ name, minSeconds, maxSeconds }: Cloner): string =>
  `${name} needs ${secondsInWords(minSeconds)} to ${secondsInWords(maxSeconds)}.`;

/** What is wrong with so many seconds for an engine; null when nothing is. */
export function lengthProblem(seconds: number, { name, minSeconds, maxSeconds }: Cloner): string | null {
  if (seconds < minSeconds)
    return `${secondsInWords(Math.ceil(minSeconds - seconds))} more of recordings are needed for ${name}.`;
  if (seconds > maxSeconds)
    return `${name} takes ${secondsInWords(maxSeconds)} at most: choose fewer or shorter recordings.`;
  return null;
}
