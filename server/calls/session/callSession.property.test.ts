import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnswerScript, VirtualCall, WORD_MS } from '../../../test/support/calls/virtualCall.ts';

/** What may happen on a call, in any order. */
type Action =
  | { do: 'wait'; ms: number }
  | { do: 'speech-start' | 'speech-end' }
  | { do: 'interim' | 'final'; text: string }
  | { do: 'key'; digit: string }
  | { do: 'recogniser'; does: VirtualCall['hears'] }
  | { do: 'voice'; does: VirtualCall['voice']; ms: number }
  | { do: 'lines'; fail: boolean }
  | { do: 'script'; script: AnswerScript };

const text = fc.constantFrom('', 'uh-huh', 'yes', 'no stop', 'where is my order', 'I want to');
const afterMs = fc.constantFrom(0, 50, 400, 2_000, 7_000);
const script: fc.Arbitrary<AnswerScript> = fc.record({
  steps: fc.array(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          afterMs,
          say: fc.constantFrom(
            'Certainly.',
            'It is out for delivery today.',
            'One two three four five six seven.',
          ),
        }),
      },
      { weight: 2, arbitrary: fc.record({ afterMs, effect: fc.constant('book') }) },
      { weight: 1, arbitrary: fc.record({ afterMs, fail: fc.constant(true as const) }) },
    ),
    { maxLength: 4 },
  ),
});
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 20, max: 2_500 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom('speech-start' as const, 'speech-end' as const) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('interim' as const, 'final' as const), text }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('key' as const), digit: fc.constantFrom('1', '5', '#') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('recogniser' as const),
      does: fc.constantFrom('words' as const, 'nothing' as const, 'fails' as const, 'hangs' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('voice' as const),
      does: fc.constantFrom('speaks' as const, 'speaks' as const, 'fails' as const),
      ms: fc.constantFrom(10, 300, 5_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lines' as const), fail: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('script' as const), script }) },
);

async function play(call: VirtualCall, one: Action): Promise<void> {
  switch (one.do) {
    case 'wait':
      return call.wait(one.ms);
    case 'speech-start':
      return call.speechStart();
    case 'speech-end':
      return call.speechEnd();
    case 'interim':
      return call.interim(one.text);
    case 'final':
      return call.final(one.text);
    case 'key':
      return call.key(one.digit);
    case 'recogniser':
      call.hears = one.does;
      return;
    case 'voice':
      call.voice = one.does;
      call.voiceMs = one.ms;
      return;
    case 'lines':
      call.linesFail = one.fail;
      return;
    case 'script':
      call.script = () => one.script;
  }
}

/** The words of each text that the carrier acknowledged, by the byte that the text's sound consists of. */
function acknowledgedWords(call: VirtualCall): Map<number, string[]> {
  const bytes = new Map<number, number>();
  for (const sound of call.carrier.acknowledged)
    bytes.set(sound[0]!, (bytes.get(sound[0]!) ?? 0) + sound.length);
  return new Map(
    [...call.texts].map(([byte, words]) => [
      byte,
      words
        .trim()
        .split(/\s+/)
        .slice(0, Math.floor((bytes.get(byte) ?? 0) / 8 / WORD_MS)),
    ]),
  );
}

test('whatever happens in whatever order: no dead end, no long silence, nothing of a cancelled turn, and history is what was heard', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 35 }), async (actions) => {
      const call = new VirtualCall();
      await call.wait(1_000);
      for (const one of actions) await play(call, one);
      // The caller says nothing more, ever: the call comes to its end by itself.
      call.speechEnd();
      for (let n = 0; n < 60 && call.endedAs === null; n++) await call.wait(2_000);
      expect(call.endedAs).not.toBeNull();
      expect(call.engine.live.count).toBe(0);
      expect(call.troubles).toEqual([]);
      expect(call.longestSilenceMs).toBeLessThanOrEqual(3_000);

      const turns = call.of('turn');
      for (const { turn, atMs } of call.effects) {
        const kept = turns.find(({ turnId }) => turnId === `turn-${turn}`);
        if (kept?.interrupted) expect(atMs).toBeLessThanOrEqual(kept.endMs);
      }
      // Each sentence counts as heard as far as the carrier acknowledged it.
      const acknowledged = [...acknowledgedWords(call).values()].map((words) => words.join(' '));
      for (const { heard, purpose } of call.of('spoken'))
        if (purpose === 'answer') expect(acknowledged).toContain(heard.trim());
      for (const [number, answer] of call.answers.entries()) {
        // Every answer was kept, with the sentences of it that were heard.
        expect(answer.whole).not.toBeNull();
        // What could not be kept has no history.
        if (answer.failed) continue;
        const heard = call
          .of('spoken')
          .filter(({ turnId }) => turnId === `turn-${number}`)
          .map(({ heard: words }) => words.trim())
          .filter((words) => words !== '');
        expect(answer.text.split(/\s+/).join(' ').trim()).toBe(heard.join(' '));
      }
    }),
    { numRuns: 120 },
  );
}, 240_000);
