import type { LiveVoiceActivity } from '../../../server/speech/voiceActivity.ts';

const FRAME_BYTES = 160;
/** Behind what was said, so that its end is certain. */
const TAIL_MS = 2_000;
const LEAD_MS = 300;
/** What comes faster than it is judged would be left out. */
const MOST_WAITING_MS = 300;

/** What a judge made of one turn’s sound. */
export interface Judged {
  /** Silences between its first and its last speech, and where each begins. */
  inside: { fromMs: number; lengthMs: number }[];
  /** How long behind the true end the judge put it; negative: before it. */
  endOffMs: number;
  /** Nothing was taken for speech. */
  missed: boolean;
}

/** Listens to a sound as calls do, as fast as it is judged. */
export async function judge(activity: LiveVoiceActivity, mulaw: Uint8Array, endMs: number): Promise<Judged> {
  const changes: { speech: boolean; atMs: number }[] = [];
  const line = activity.open({
    onSpeechStart: (atMs) => changes.push({ speech: true, atMs }),
    onSpeechEnd: (atMs) => changes.push({ speech: false, atMs }),
  });
  const whole = new Uint8Array((LEAD_MS + TAIL_MS) * 8 + mulaw.length).fill(0xff);
  whole.set(mulaw, LEAD_MS * 8);
  for (let at = 0; at < whole.length; at += FRAME_BYTES) {
    line.push(whole.subarray(at, at + FRAME_BYTES));
    while (line.backlogMs > MOST_WAITING_MS) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  while (line.backlogMs >= 32) await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setTimeout(resolve, 30));
  line.close();
  const inside = changes.flatMap(({ speech, atMs }, index) => {
    const before = changes[index - 1];
    return speech && before && !before.speech
      ? [{ fromMs: before.atMs - LEAD_MS, lengthMs: atMs - before.atMs }]
      : [];
  });
  const last = changes.findLast(({ speech }) => !speech);
  return { inside, endOffMs: (last?.atMs ?? 0) - LEAD_MS - endMs, missed: changes.length === 0 };
}
