import { expect, test } from 'vitest';
import type { CallerSide } from '../carrier/line.ts';
import { Replayer, utterancesOf } from './replay.ts';

const silence = (ms: number) => new Uint8Array(ms * 8).fill(0xff);
const tone = (ms: number) => new Uint8Array(ms * 8).map((_, at) => (at % 8 < 4 ? 0x10 : 0x90));
const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

test('what a caller said is found in a recording, and said again when its moment comes', () => {
  // The agent greets for two seconds; the caller answers, with a pause; then speaks into the agent’s next words.
  const caller = join(
    silence(2_600),
    tone(600),
    silence(400),
    tone(600),
    silence(2_000),
    tone(400),
    silence(1_000),
  );
  const agent = join(tone(2_000), silence(3_000), tone(1_800), silence(800));
  const utterances = utterancesOf(caller, agent);
  expect(utterances.map(({ fromMs, toMs, intoMs }) => [fromMs, toMs, intoMs])).toEqual([
    [2_600, 4_200, null],
    [6_200, 6_600, 1_200],
  ]);
  const replayer = new Replayer(utterances);
  // This time the agent is slower: it greets for three seconds, and answers from 6 s on.
  let saying = 0;
  const hungUp: number[] = [];
  for (let atMs = 0; atMs < 15_000; atMs += 20) {
    const speaks = atMs < 3_000 || (atMs >= 6_000 && atMs < 8_000);
    const since = atMs < 3_000 ? 0 : 6_000;
    const lastMs = atMs < 6_000 ? Math.min(atMs, 3_000) : Math.min(atMs, 8_000);
    const side = {
      atMs,
      saying: atMs < saying,
      agentSpeakingMs: speaks ? atMs - since : 0,
      agentSilentMs: atMs - lastMs,
      say: ({ mulaw }: { mulaw: Uint8Array }) => {
        saying = atMs + mulaw.length / 8;
      },
      hangUp: () => hungUp.push(atMs),
    };
    replayer.tick(side as unknown as CallerSide);
    if (hungUp.length > 0) break;
  }
  expect(replayer.saidAtMs).toEqual([3_700, 7_200]);
  expect(hungUp).toHaveLength(1);
});
