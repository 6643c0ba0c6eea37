import type { HeardRecording, HeardSegment } from '../../speech/recognition/contract.ts';

/** What two lines of subtitles hold, and how long they stand, by the customs of broadcasting. */
const MOST_CHARACTERS = 84;
const MOST_MS = 7_000;
/** A silence ends a subtitle. */
const GAP_MS = 800;

type Cue = Pick<HeardSegment, 'text' | 'startMs' | 'endMs'>;

/** What is shown when: by words where their times are known, otherwise the segments as they are. */
function cuesOf({ words, segments }: Pick<HeardRecording, 'words' | 'segments'>): Cue[] {
  if (words.length === 0) return segments.filter(({ text }) => text.trim() !== '');
  const cues: Cue[] = [];
  for (const { text, startMs, endMs } of words) {
    const cue = cues.at(-1);
    const goesOn =
      cue &&
      !/[.!?…。！？]$/.test(cue.text) &&
      cue.text.length + 1 + text.length <= MOST_CHARACTERS &&
      endMs - cue.startMs <= MOST_MS &&
      startMs - cue.endMs <= GAP_MS;
    if (goesOn) {
      cue.text += ` ${text}`;
      cue.endMs = endMs;
    } else cues.push({ text, startMs, endMs });
  }
  return cues;
}

/** SubRip. */
export function toSrt(heard: Pick<HeardRecording, 'words' | 'segments'>): string {
  return cuesOf(heard)
    .map(
      ({ text, startMs, endMs }, index) =>
        `${index + 1}\n${time(startMs, ',')} --> ${time(endMs, ',')}\n${oneLine(text)}\n\n`,
    )
    .join('');
}

/** WebVTT (W3C, 2019). */
export function toVtt(heard: Pick<HeardRecording, 'words' | 'segments'>): string {
  const escaped = (text: string) =>
    oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const cues = cuesOf(heard).map(
    ({ text, startMs, endMs }) => `${time(startMs, '.')} --> ${time(endMs, '.')}\n${escaped(text)}\n\n`,
  );
  return `WEBVTT\n\n${cues.join('')}`;
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

function time(atMs: number, point: ',' | '.'): string {
  const ms = Math.round(atMs);
  const part = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, '0');
  return `${part(ms / 3_600_000)}:${part((ms / 60_000) % 60)}:${part((ms / 1000) % 60)}${point}${part(ms % 1000, 3)}`;
}
