import { expect, test } from 'vitest';
import type { Actor } from '../../../shared/api/common.ts';
import { line, talkFlow, VirtualCall } from '../../../test/support/calls/virtualCall.ts';
import { VirtualCarrier } from '../../../test/support/calls/virtualCarrier.ts';

const OLGA: Actor = { kind: 'user', id: 'u', name: 'Olga' };

/** A call that somebody has taken over. */
async function takenOver(call = new VirtualCall()) {
  await call.wait(1_500);
  const leg = new VirtualCarrier(call.clock);
  leg.listener = call.live!.join(leg, { actor: OLGA, how: 'take-over' });
  await call.wait(500);
  return { call, leg };
}

test('what caller and person say to each other is written down, each under their own name', async () => {
  const { call, leg } = await takenOver();
  const seen: string[] = [];
  call.live!.tap({
    event: (event) => {
      if (event.kind === 'heard') seen.push(`caller: ${event.text}`);
      if (event.kind === 'spoken' && event.source.kind === 'person')
        seen.push(`${event.source.actor.name}: ${event.heard}`);
    },
    ended: () => undefined,
  });
  const fromMs = call.clock.nowMs();
  await call.personSays(leg, 'hello this is Olga');
  await call.wait(1_500);
  await call.say('my parcel never came');
  await call.wait(1_500);
  expect(seen).toEqual(['Olga: hello this is Olga', 'caller: my parcel never came']);
  const [said] = call.of('spoken').filter(({ purpose }) => purpose === 'person');
  expect(said).toMatchObject({ text: 'hello this is Olga', whole: true, turnId: null });
  expect(said!.atMs).toBeCloseTo(fromMs, -2);
  expect(said!.endMs - said!.atMs).toBe(800);
  // Nobody of ours answers, is asked again or given up, however long it takes.
  await call.wait(60_000);
  expect([call.answers, call.of('reprompt'), call.endedAs]).toEqual([[], [], null]);
  call.live!.handBack();
  await call.wait(12_000);
  expect(call.of('reprompt')).toMatchObject([{ why: 'silence', count: 1 }]);
  await call.close();
});

test('where nobody takes dictation, the timeline says that somebody spoke, and puts no words into their mouths', async () => {
  const { call, leg } = await takenOver();
  call.hears = 'phrases';
  call.speechStart();
  await call.wait(1_000);
  call.speechEnd();
  await call.wait(1_500);
  await call.personSays(leg, '');
  await call.wait(1_500);
  expect(call.of('heard')).toMatchObject([{ text: '', engineId: null, secret: false, keys: false }]);
  expect(call.of('heard')[0]!.endMs - call.of('heard')[0]!.atMs).toBe(1_000);
  expect(call.of('spoken').filter(({ purpose }) => purpose === 'person')).toMatchObject([
    { text: '', heard: '', source: { kind: 'person', actor: OLGA } },
  ]);
  expect(call.of('trouble')).toEqual([]);
  await call.close();
});

test('the last words before the call is handed back are written down', async () => {
  const { call, leg } = await takenOver();
  await call.personSays(leg, 'the assistant goes on with you');
  call.live!.handBack();
  await call.wait(2_000);
  expect(call.of('spoken').filter(({ purpose }) => purpose === 'person')).toMatchObject([
    { heard: 'the assistant goes on with you' },
  ]);
  expect(leg.hungUp).toBe(1);
  await call.close();
});

test('what began as an answer to something secret stays secret, though a person takes over meanwhile', async () => {
  const secret = talkFlow({
    steps: {
      talk: {
        kind: 'collect',
        title: 'Card',
        line: line('Your card number please'),
        what: 'digits',
        into: 'card',
        minDigits: 16,
        maxDigits: 16,
        secret: true,
        confirm: false,
        tries: 3,
        next: 'bye',
        otherwise: 'bye',
      },
    } as never,
  });
  const said = new VirtualCall(secret);
  await said.wait(1_500);
  const shown: string[] = [];
  said.live!.tap({
    event: () => undefined,
    live: ({ interim }) => shown.push(interim),
    ended: () => undefined,
  });
  said.speechStart();
  await said.wait(300);
  await takenOver(said);
  said.interim('four one one one');
  await said.wait(500);
  said.speechEnd();
  await said.wait(2_000);
  expect(said.of('heard')).toMatchObject([{ text: '', secret: true }]);
  expect(JSON.stringify([said.events, shown])).not.toContain('four');
  await said.say('it is on the other card');
  await said.wait(2_000);
  expect(said.of('heard')[1]).toMatchObject({ text: 'it is on the other card', secret: false });
  await said.close();

  const typed = new VirtualCall(secret);
  await typed.wait(1_500);
  for (const digit of '4111') typed.key(digit);
  const leg = new VirtualCarrier(typed.clock);
  leg.listener = typed.live!.join(leg, { actor: OLGA, how: 'take-over' });
  await typed.wait(4_000);
  expect(typed.of('heard')).toMatchObject([{ text: '', keys: true, secret: true }]);
  expect(JSON.stringify(typed.events)).not.toContain('4111');
  await typed.close();
});
