import { expect, test } from 'vitest';
import type { Actor } from '../../../shared/api/common.ts';
import { line, talkFlow, VirtualCall } from '../../../test/support/calls/virtualCall.ts';
import { VirtualCarrier } from '../../../test/support/calls/virtualCarrier.ts';
import { ProblemError } from '../../problem.ts';

const OPERATOR: Actor = { kind: 'user', id: 'u', name: 'Otto' };
const troubles = (call: VirtualCall) => call.of('trouble').map(({ what }) => what);

test('a recogniser that fails is told of in the line for trouble, and the second time a person is called', async () => {
  const call = new VirtualCall();
  await call.wait(1_500);
  call.hears = 'fails';
  await call.say('where is my order');
  await call.wait(5_000);
  expect(call.heardWords()).toContain('Something went wrong');
  expect(troubles(call)).toContain('recogniser');
  await call.say('where is my order');
  await call.wait(6_000);
  expect(call.of('transfer').map(({ state }) => state)).toEqual(['asked', 'waiting']);
  expect(call.longestSilenceMs).toBeLessThanOrEqual(3_000);
  await call.close();
});

test('nobody who can answer: the caller is told, and handed to a person; nobody there: the call ends in words', async () => {
  const call = new VirtualCall();
  call.script = () => ({ steps: [{ afterMs: 100, fail: true }] });
  await call.wait(1_500);
  await call.say('hello there');
  await call.wait(3_000);
  expect(call.heardWords()).toContain('Something went wrong');
  await call.say('hello again');
  await call.wait(60_000);
  expect(call.of('transfer').map(({ state }) => state)).toEqual(['asked', 'waiting', 'nobody']);
  expect(call.heardWords()).toContain('Goodbye then');
  expect(call.endedAs).toBe('goodbye');
  expect(call.longestSilenceMs).toBeLessThanOrEqual(3_000);
});

test('a database that is down from the beginning: the caller hears so, and a person is called', async () => {
  const call = new VirtualCall();
  call.talksFail = true;
  await call.wait(6_000);
  expect(call.heardWords()).toContain('Something went wrong');
  expect(call.of('transfer').map(({ state }) => state)).toEqual(['asked', 'waiting']);
  await call.close();
});

test('a voice that fails in the middle: the fixed line is heard, history says that nothing was, and the call goes on', async () => {
  const call = new VirtualCall();
  await call.wait(1_500);
  call.voice = 'fails';
  await call.say('hello there');
  await call.wait(3_000);
  expect(call.answers[0]).toMatchObject({ text: '', whole: false });
  expect(call.heardWords()).toContain('Something went wrong');
  call.voice = 'speaks';
  await call.say('hello again');
  await call.wait(3_000);
  expect(call.answers[1]).toMatchObject({ text: 'All right.', whole: true });
  // Not even fixed lines: a tone says that somebody is there.
  call.voice = 'fails';
  call.linesFail = true;
  await call.say('and again');
  await call.wait(20_000);
  expect(call.longestSilenceMs).toBeLessThanOrEqual(3_000);
  await call.close();
});

test('a slow model or tool is bridged by the line for waiting, and its answer is heard', async () => {
  const call = new VirtualCall();
  call.script = () => ({ steps: [{ afterMs: 9_000, say: 'Found it.' }] });
  await call.wait(1_500);
  await call.say('look it up');
  await call.wait(14_000);
  expect(call.of('spoken').filter(({ purpose }) => purpose === 'filler').length).toBeGreaterThanOrEqual(2);
  expect(call.heardWords()).toMatch(/Found it\. $/);
  expect(call.longestSilenceMs).toBeLessThanOrEqual(3_000);
  await call.close();
});

test('where even the line for waiting is late, a tone says that we are there', async () => {
  const call = new VirtualCall();
  call.script = () => ({ steps: [{ afterMs: 9_000, say: 'Found it.' }] });
  await call.wait(1_500);
  call.linesMs = 8_000;
  await call.say('look it up');
  await call.wait(14_000);
  expect(call.longestSilenceMs).toBeLessThanOrEqual(3_000);
  expect(call.heardWords()).toContain('Found it.');
  await call.close();
});

test('a caller who is silent for ever is asked, and the call ends; one who never stops is answered and given up', async () => {
  const silent = new VirtualCall();
  await silent.wait(60_000);
  expect(silent.of('reprompt').map(({ why }) => why)).toEqual(['silence', 'silence']);
  expect(silent.endedAs).toBe('gave-up');
  const endless = new VirtualCall();
  await endless.wait(1_500);
  endless.speechStart();
  for (let n = 0; n < 40 && endless.endedAs === null; n++) {
    endless.interim(`word ${n}`);
    await endless.wait(5_000);
  }
  expect(endless.answers.length).toBeGreaterThan(0);
  await endless.close();
  expect(endless.endedAs).not.toBeNull();
});

test('a carrier that never gives marks back is believed by the clock', async () => {
  const call = new VirtualCall(talkFlow(), { marks: 'never' });
  await call.wait(4_000);
  await call.say('hello there');
  await call.wait(5_000);
  expect(call.answers[0]).toMatchObject({ text: 'All right.', whole: true });
  await call.close();
});

test('what a turn wanted done happens once it was heard, and not when the caller interrupts it', async () => {
  const wants = { kind: 'hang-up' as const, reason: 'They said goodbye.' };
  const heard = new VirtualCall();
  heard.script = () => ({ steps: [{ afterMs: 0, say: 'Goodbye and thank you.' }], action: wants });
  await heard.wait(1_500);
  await heard.say('that is all');
  await heard.wait(3_000);
  expect(heard.endedAs).toBe('goodbye');
  const interrupted = new VirtualCall();
  interrupted.script = heard.script;
  await interrupted.wait(1_500);
  await interrupted.say('that is all');
  await interrupted.wait(900);
  interrupted.script = () => ({ steps: [{ afterMs: 0, say: 'Sure.' }] });
  await interrupted.say('no wait one more thing');
  await interrupted.wait(3_000);
  expect(interrupted.carrier.hungUp).toBe(0);
  expect(interrupted.answers.at(-1)).toMatchObject({ text: 'Sure.', whole: true });
  await interrupted.close();
});

test('a person takes the call over, hears what it is about alone, is whispered to, and hands it back', async () => {
  const call = new VirtualCall();
  await call.wait(1_500);
  const leg = new VirtualCarrier(call.clock);
  expect(() => call.live!.join(leg, { actor: OPERATOR, how: 'whisper' })).toThrow(ProblemError);
  leg.listener = call.live!.join(leg, {
    actor: OPERATOR,
    how: 'take-over',
    summary: 'They wait for a parcel',
  });
  expect(() => call.live!.join(leg, { actor: OPERATOR, how: 'take-over' })).toThrow(ProblemError);
  await call.wait(4_000);
  expect(call.live!.state.floor).toBe('person');
  const toCaller = call.carrier.heard.length;
  const frame = new Uint8Array(160).fill(7);
  leg.listener.audio(frame);
  await call.wait(100);
  expect(call.carrier.heard.slice(toCaller).some(({ sound }) => sound[0] === 7)).toBe(true);
  expect(leg.heard.some(({ sound }) => sound[0] === 0xff)).toBe(true);
  const whisperer = new VirtualCarrier(call.clock);
  whisperer.listener = call.live!.join(whisperer, { actor: OPERATOR, how: 'whisper' });
  const before = call.carrier.heard.length;
  whisperer.listener.audio(new Uint8Array(160).fill(9));
  await call.wait(100);
  expect(leg.heard.some(({ sound }) => sound[0] === 9)).toBe(true);
  expect(call.carrier.heard.slice(before).some(({ sound }) => sound[0] === 9)).toBe(false);
  await call.say('do not answer this');
  await call.wait(3_000);
  expect(call.answers).toEqual([]);
  call.live!.handBack();
  await call.wait(4_000);
  expect(leg.hungUp).toBe(1);
  await call.say('hello there');
  await call.wait(3_000);
  expect(call.answers).toMatchObject([{ asked: 'hello there', whole: true }]);
  expect(call.of('person').map(({ state }) => state)).toEqual(['took-over', 'whispers', 'left']);
  await call.close();
});

test('where no recogniser is, nobody misses one while a person talks; one that breaks is told all the same', async () => {
  const call = new VirtualCall();
  await call.wait(1_500);
  const leg = new VirtualCarrier(call.clock);
  leg.listener = call.live!.join(leg, { actor: OPERATOR, how: 'take-over' });
  await call.wait(2_000);
  call.hears = 'absent';
  await call.say('nobody writes this down');
  await call.wait(3_000);
  expect(call.of('trouble')).toEqual([]);
  call.hears = 'fails';
  await call.say('nor this');
  await call.wait(3_000);
  call.hears = 'absent';
  call.live!.handBack();
  await call.wait(4_000);
  await call.say('the agent needs this');
  await call.wait(3_000);
  const codes = call.of('trouble').map(({ what, code }) => `${what}: ${code}`);
  expect([...new Set(codes)]).toEqual(['recogniser: engine-unavailable', 'recogniser: no-recogniser']);
  await call.close();
});

test('a caller who waits for a person hears that we are there; who takes the call ends it', async () => {
  const call = new VirtualCall();
  call.script = () => ({
    steps: [{ afterMs: 0, say: 'I connect you.' }],
    action: { kind: 'transfer', to: null, reason: 'They want a person.' },
  });
  await call.wait(1_500);
  await call.say('a person please');
  await call.wait(12_000);
  expect(call.live!.state.floor).toBe('waiting');
  expect(call.of('spoken').filter(({ purpose }) => purpose === 'hold').length).toBeGreaterThan(1);
  const leg = new VirtualCarrier(call.clock);
  leg.listener = call.live!.join(leg, { actor: OPERATOR, how: 'take-over' });
  await call.wait(6_000);
  expect(leg.heard.length, 'the summary').toBeGreaterThan(0);
  expect(call.of('transfer').at(-1)).toMatchObject({
    state: 'joined',
    summary: expect.stringContaining('They want a person.'),
  });
  leg.listener.closed('caller-hung-up');
  await call.wait(500);
  expect(call.endedAs).toBe('transferred');
  expect(call.longestSilenceMs).toBeLessThanOrEqual(3_000);
});

test('a number that nobody answers: the caller is back, hears so, and the flow goes on', async () => {
  const flow = talkFlow({
    steps: {
      talk: {
        kind: 'transfer',
        title: 'Office',
        line: line('One moment'),
        to: '+15005550199',
        warm: false,
        waitSeconds: 20,
        otherwise: 'menu',
      },
      menu: {
        kind: 'menu',
        title: 'Menu',
        line: line('Nobody answered press one'),
        choices: [{ digit: '1', phrases: ['end'], next: 'bye' }],
        tries: 3,
        otherwise: 'bye',
      },
    },
  });
  const call = new VirtualCall(flow);
  call.carrier.answers = false;
  await call.wait(15_000);
  expect(call.carrier.transfers).toEqual(['+15005550199']);
  expect([call.endedAs, call.heardWords()]).toEqual([null, 'One moment']);
  expect(call.live!.state.floor).toBe('person');
  await call.wait(9_000);
  expect(call.of('transfer').map(({ state }) => state)).toEqual(['asked', 'nobody']);
  expect(call.of('reprompt')).toEqual([]);
  expect(call.heardWords()).toContain('Nobody answered press one');
  call.key('1');
  await call.wait(3_000);
  expect(call.endedAs).toBe('goodbye');
});

const VOICEMAIL = () =>
  talkFlow({
    steps: {
      talk: {
        kind: 'voicemail',
        title: 'Message',
        line: line('Leave a message'),
        maxSeconds: 60,
        next: 'bye',
      },
    },
  });

test('a message is taken until the caller is silent, though it was not announced that calls are recorded', async () => {
  const call = new VirtualCall(VOICEMAIL());
  await call.wait(2_000);
  expect(call.recording).toEqual(['start']);
  await call.say('please call me back', { ms: 2_000 });
  await call.wait(1_500);
  await call.say('my number is on file', { ms: 2_000 });
  await call.wait(12_000);
  expect(call.of('heard').map(({ text }) => text)).toEqual(['please call me back', 'my number is on file']);
  expect(call.endedAs).toBe('voicemail');
});

test('a message of which nothing is understood goes on until the caller is silent', async () => {
  const call = new VirtualCall(VOICEMAIL());
  call.hears = 'nothing';
  await call.wait(2_000);
  for (let sentence = 0; sentence < 5; sentence++) {
    call.speechStart();
    await call.wait(1_500);
    call.speechEnd();
    await call.wait(4_000);
    expect(call.endedAs).toBeNull();
  }
  await call.wait(8_000);
  expect(call.endedAs).toBe('voicemail');
});

test('a message that nobody here can write down is left all the same, and no words are made up for it', async () => {
  const call = new VirtualCall(VOICEMAIL());
  call.hears = 'absent';
  await call.wait(2_000);
  await call.say('this is David Miller', { ms: 2_000 });
  await call.wait(1_500);
  expect(call.streams.every(({ grammar }) => !grammar)).toBe(true);
  expect(call.of('heard').map(({ text, engineId }) => [text, engineId])).toEqual([['', null]]);
  await call.wait(10_000);
  expect(call.of('trouble')).toEqual([]);
  expect(call.endedAs).toBe('voicemail');
});

test.each(['#', '5'])('a message is over with the key %s at once', async (key) => {
  const call = new VirtualCall(VOICEMAIL());
  await call.wait(2_000);
  await call.say('please call me back', { ms: 2_000 });
  call.key(key);
  await call.wait(2_500);
  expect(call.endedAs).toBe('voicemail');
  expect(call.of('heard').map(({ text }) => text)).toEqual(['please call me back']);
  expect(call.of('reprompt')).toEqual([]);
});

test('nobody who leaves a message is asked again, though nothing of it was understood', async () => {
  const call = new VirtualCall(VOICEMAIL());
  await call.wait(2_000);
  for (const waitMs of [5_000, 0]) {
    call.speechStart();
    await call.wait(600);
    call.speechEnd();
    await call.wait(waitMs);
  }
  call.key('#');
  await call.wait(3_000);
  expect(call.endedAs).toBe('voicemail');
  expect(call.of('reprompt')).toEqual([]);
});

test('a call that lasts for hours takes no more memory than its bounds', async () => {
  const call = new VirtualCall();
  call.script = () => ({ steps: [{ afterMs: 0, say: 'Yes.' }] });
  await call.wait(1_500);
  for (let n = 0; n < 1_200; n++) {
    call.speechStart();
    await call.clock.advance(200);
    call.interim('hello there');
    call.speechEnd();
    await call.clock.advance(1_500);
  }
  expect(call.answers.length).toBeGreaterThan(1_000);
  expect(call.live!.events.length).toBeLessThanOrEqual(2_000);
  await call.close();
}, 60_000);

test('a process that is told to stop says goodbye to the calls that last too long', async () => {
  const call = new VirtualCall();
  await call.wait(1_500);
  const drained = call.engine.drain(0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await call.wait(3_000);
  await drained;
  expect(call.heardWords()).toContain('Goodbye then');
  expect(call.endedAs).toBe('drained');
});
