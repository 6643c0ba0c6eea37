import { expect, test } from 'vitest';
import { line, talkFlow, VirtualCall } from '../../../test/support/calls/virtualCall.ts';

test('a caller is greeted, answered with what was heard kept as history, and the call ends with them', async () => {
  const call = new VirtualCall();
  call.script = () => ({ steps: [{ afterMs: 100, say: 'We open at nine.' }] });
  await call.wait(1_500);
  await call.say('when do you open');
  await call.wait(3_000);
  expect(call.answers).toEqual([
    { asked: 'when do you open', text: 'We open at nine.', whole: true, aborted: false },
  ]);
  expect(call.heardWords()).toBe('Hello this is an AI | We open at nine. ');
  const [turn] = call.of('turn');
  expect(turn?.interrupted).toBe(false);
  const { endOfTurnMs, firstTokenMs, firstAudioMs } = turn!.latency!;
  expect(endOfTurnMs).toBeGreaterThanOrEqual(550);
  expect(firstTokenMs).toBeGreaterThanOrEqual(100);
  expect(firstAudioMs).toBeGreaterThanOrEqual(30);
  call.hangUp();
  await call.wait(100);
  expect(call.endedAs).toBe('caller-hung-up');
  expect(call.engine.live.count).toBe(0);
  expect(call.troubles).toEqual([]);
});

test('whoever interrupts is heard: the sound stops, and history ends where the caller last heard something', async () => {
  const call = new VirtualCall();
  call.script = (text) =>
    text.startsWith('no')
      ? { steps: [{ afterMs: 0, say: 'Sorry.' }] }
      : { steps: [{ afterMs: 0, say: 'One two three four five six seven eight.' }] };
  await call.wait(1_500);
  await call.say('tell me');
  await call.wait(1_500);
  await call.say('no wait');
  await call.wait(2_000);
  const [first, second] = call.answers;
  expect(first).toMatchObject({ whole: false, aborted: true });
  expect(first!.text).toMatch(/^One two/);
  expect(first!.text).not.toContain('seven');
  expect(second).toMatchObject({ asked: 'no wait', text: 'Sorry.', whole: true });
  expect(call.of('barge-in').map(({ outcome }) => outcome)).toEqual(['interrupted']);
  expect(call.carrier.clears).toBe(1);
  await call.close();
});

test('an announcement is heard before anything is recorded, and a secret is not recorded at all', async () => {
  const call = new VirtualCall(
    talkFlow({
      announcement: line('This call is recorded and an AI speaks'),
      steps: {
        talk: {
          kind: 'collect',
          title: 'Card',
          line: line('Your card number please'),
          what: 'digits',
          into: 'card',
          minDigits: 4,
          maxDigits: 4,
          secret: true,
          confirm: false,
          tries: 3,
          next: 'bye',
          otherwise: 'bye',
        },
      } as never,
    }),
  );
  await call.wait(1_000);
  expect(call.recording).toEqual([]);
  await call.wait(4_000);
  expect(call.recording).toEqual(['start', 'pause']);
  for (const digit of '4242') call.key(digit);
  await call.wait(3_000);
  expect(call.recording).toEqual(['start', 'pause', 'resume']);
  expect(JSON.stringify(call.events)).not.toContain('4242');
  expect(call.of('key').map(({ digit }) => digit)).toEqual(['•', '•', '•', '•']);
  expect(call.of('collected')).toMatchObject([{ name: 'card', value: '•••' }]);
  expect(call.endedAs).toBe('goodbye');
});
