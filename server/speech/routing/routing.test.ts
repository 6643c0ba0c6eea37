import { afterAll, expect, test, vi } from 'vitest';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { openTestSpeech, TEST_USE } from '../../../test/support/speech.ts';
import { type Mood, unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import { ProblemError } from '../../problem.ts';
import type { Speech } from '../contract.ts';

const opened: Speech[] = [];
afterAll(() => Promise.all(opened.map((speech) => speech.close())));

function scene(
  moods: Record<string, Partial<Mood>>,
  choice: { standIns?: Record<string, string>; chain?: string[] } = {},
) {
  const engines = Object.entries(moods).map(([id, mood]) =>
    unrulyEngine(id, { firstMs: 1, fails: null, ...mood }),
  );
  const speech = openTestSpeech([], {
    kinds: engines.map(({ kind }) => kind),
    installation: Object.fromEntries(engines.map(({ engine }) => [engine.id, { apiKey: 'key' }])),
    fallbackChoice: async () => ({ standIns: {}, chain: [], ...choice }),
  });
  opened.push(speech);
  return { speech, of: Object.fromEntries(engines.map((each) => [each.engine.id, each])) };
}

function ask(voiceId: string, more: object = {}) {
  return {
    text: 'Hello there.',
    language: 'en-US',
    voiceId,
    parameters: SpeechParameters.parse({}),
    workspaceId: 'workspace',
    use: TEST_USE,
    signal: new AbortController().signal,
    fallback: 'allowed' as const,
    ...more,
  };
}
const unavailable = () => new ProblemError('engine-unavailable', 'It is down.');

test('the voice itself, then its own stand-in, then the chain, then who is near; each said to be one', async () => {
  const { speech, of } = scene(
    { a: { fails: unavailable() }, b: {}, c: {}, d: {} },
    { standIns: { 'a:one': 'c:one' }, chain: ['d:one', 'c:one'] },
  );
  expect(await speech.speak(ask('b:one'))).toMatchObject({ voice: { id: 'b:one' }, fallback: null });
  expect(await speech.speak(ask('a:one'))).toMatchObject({
    voice: { id: 'c:one' },
    engine: { id: 'c' },
    fallback: { voiceId: 'a:one', code: 'engine-unavailable', reason: 'It is down.' },
  });
  of.c!.mood.fails = unavailable();
  expect((await speech.speak(ask('a:one'))).voice.id).toBe('d:one');
  of.d!.mood.fails = unavailable();
  expect((await speech.speak(ask('a:one'))).voice.id).toBe('b:one');
  of.b!.mood.fails = unavailable();
  await expect(speech.speak(ask('a:one'))).rejects.toMatchObject({ code: 'engine-unavailable' });
  // What is to be approved is never spoken by another.
  await expect(speech.speak(ask('a:one', { fallback: 'never' }))).rejects.toThrow('left alone');
  expect(await speech.standIn(ask('a:one'))).toMatchObject({ id: expect.any(String) });
});

test('what would fail anywhere is asked of nobody else', async () => {
  const { speech, of } = scene({
    a: { fails: new ProblemError('engine-refused', 'Not this text.') },
    b: {},
  });
  await expect(speech.speak(ask('a:one'))).rejects.toMatchObject({ code: 'engine-refused' });
  expect(of.b!.seen.asked).toBe(0);
});

test('an engine that is down is left alone, and comes back by one request', async () => {
  const { speech, of } = scene({ a: { fails: unavailable() }, b: {} });
  for (let n = 0; n < 10; n++) expect((await speech.speak(ask('a:one'))).engine.id).toBe('b');
  expect(of.a!.seen.asked).toBe(3);
  const engine = (await speech.engines('workspace')).find(({ id }) => id === 'a');
  expect(engine).toMatchObject({
    healthy: false,
    circuit: { state: 'open', reason: 'It is down.' },
    statistics: { requests: 3, failures: 3, failuresByCode: { 'engine-unavailable': 3 } },
  });
});

test('of an engine whose pause is over no time is told that is past, but whether it is being tried again', async () => {
  const { speech, of } = scene({ a: { fails: unavailable() }, b: {} });
  for (let n = 0; n < 3; n++) await speech.speak(ask('a:one'));
  const circuit = async () => (await speech.engines('workspace'))[0]!.circuit;
  const { until } = await circuit();
  expect(Date.parse(until!)).toBeGreaterThan(Date.now());

  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(until!) });
  try {
    const due = { state: 'half-open', reason: 'It is down.', until: null };
    expect(await circuit()).toMatchObject({ ...due, probing: false });
    const { mood } = of.a!;
    mood.fails = null;
    let underWay: unknown;
    mood.beforeSound = async () => {
      underWay = await circuit();
    };
    expect((await speech.speak(ask('a:one'))).engine.id).toBe('a');
    expect(underWay).toMatchObject({ ...due, probing: true });
    expect(await circuit()).toMatchObject({ state: 'closed', reason: null, until: null, probing: false });
  } finally {
    vi.useRealTimers();
  }
});

test('when the deadline would be missed another is asked beside it, and the slower one is ended', async () => {
  const { speech, of } = scene({ slow: {}, quick: {} });
  for (let n = 0; n < 5; n++) await speech.speak(ask('quick:one', { text: `Warm up ${n}.` }));
  of.slow!.mood.firstMs = 60_000;
  const startedAt = performance.now();
  const pieces = [];
  for await (const piece of speech.stream(ask('slow:one', { deadlineMs: 400 }))) pieces.push(piece);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(pieces).toHaveLength(2);
  expect(pieces[0]).toMatchObject({
    voice: { id: 'quick:one' },
    fallback: { voiceId: 'slow:one', code: 'timeout' },
  });
  expect(of.slow!.seen).toMatchObject({ asked: 1, running: 0, aborted: 1 });
  // Who kept still until then is asked no more once that is known.
  for (let n = 0; n < 3; n++) await speech.speak(ask('slow:one', { text: `Again ${n}.`, deadlineMs: 400 }));
  expect(of.slow!.seen).toMatchObject({ asked: 3, running: 0, aborted: 3 });
  expect((await speech.engines('workspace'))[0]).toMatchObject({
    healthy: false,
    circuit: { state: 'open', reason: 'slow one did not answer in time.' },
    statistics: { failures: 3, failuresByCode: { timeout: 3 } },
  });
});

test('who takes its usual time is not blamed for being passed over, nor is one whose listener leaves', async () => {
  const { speech, of } = scene({ slow: { firstMs: 300 }, quick: {} });
  for (let n = 0; n < 3; n++) {
    await speech.speak(ask('slow:one', { text: `Warm up ${n}.` }));
    await speech.speak(ask('quick:one', { text: `Warm up ${n}.` }));
  }
  for (let n = 0; n < 4; n++)
    expect(await speech.speak(ask('slow:one', { text: `Soon ${n}.`, deadlineMs: 100 }))).toMatchObject({
      voice: { id: 'quick:one' },
      fallback: { code: 'timeout' },
    });
  of.slow!.mood.firstMs = 60_000;
  const gone = new AbortController();
  const waiting = speech.speak(ask('slow:one', { deadlineMs: 90_000, signal: gone.signal }));
  await expect.poll(() => of.slow!.seen.running).toBe(1);
  gone.abort(new Error('hung up'));
  await expect(waiting).rejects.toThrow('hung up');
  expect(of.slow!.seen).toMatchObject({ asked: 8, running: 0, aborted: 5 });
  expect((await speech.engines('workspace'))[0]).toMatchObject({
    healthy: true,
    statistics: { failures: 0 },
  });
});

test('a voice of recordings speaks where it is named, and stands in nowhere else', async () => {
  const { voice, kind } = unrulyEngine('cloner', { firstMs: 1, fails: null, unlisted: unavailable() });
  const paid = unrulyEngine('paid', { firstMs: 1, fails: unavailable() });
  const chain: string[] = [];
  const speech = openTestSpeech([], {
    kinds: [paid.kind, kind],
    installation: { paid: { apiKey: 'key' }, cloner: { apiKey: 'key' } },
    customVoices: async () => [{ ...voice, id: 'custom:vera', kind: 'custom' }],
    fallbackChoice: async () => ({ standIns: {}, chain }),
  });
  opened.push(speech);
  expect((await speech.speak(ask('custom:vera'))).voice.id).toBe('custom:vera');
  await expect(speech.speak(ask('paid:one'))).rejects.toMatchObject({ code: 'engine-unavailable' });
  chain.push('custom:vera');
  expect((await speech.speak(ask('paid:one'))).voice.id).toBe('custom:vera');
});

test('what is heard at once is spoken by somebody, whatever becomes of the voice, and in its language', async () => {
  const { speech, of } = scene({ a: { unlisted: unavailable() }, b: {}, c: {} });
  const live = (voiceId: string | null, more: object = {}) =>
    speech.speakLive({
      ...ask('nobody'),
      voiceId,
      fallbackVoiceId: 'c:one',
      heardBy: 'members' as const,
      ...more,
    });
  expect(await live(null, { fallbackVoiceId: null })).toMatchObject({
    voice: { id: 'b:one' },
    fallback: null,
  });
  const settings = { parameters: SpeechParameters.parse({ settings: { topK: 5 } }) };
  expect(await live('a:one', settings)).toMatchObject({
    voice: { id: 'c:one' },
    fallback: { voiceId: 'a:one', code: 'engine-unavailable', reason: 'It is down.' },
  });
  expect(await live('gone:one')).toMatchObject({
    voice: { id: 'c:one' },
    fallback: { code: 'unknown-voice' },
  });
  of.c!.mood.fails = unavailable();
  expect(await live('gone:one')).toMatchObject({
    voice: { id: 'b:one' },
    fallback: { code: 'unknown-voice' },
  });
  // Nobody speaks it: the voice itself is heard, in its own language.
  expect(await live('b:one', { language: 'de-DE' })).toMatchObject({
    voice: { id: 'b:one' },
    fallback: null,
  });
  // A program that named a voice is told when there is none; while only its list is missing, somebody stands in.
  await expect(speech.speak(ask('gone:one'))).rejects.toMatchObject({ code: 'unknown-voice' });
  expect(await speech.speak(ask('a:one'))).toMatchObject({
    voice: { id: 'b:one' },
    fallback: { voiceId: 'a:one', code: 'engine-unavailable' },
  });
  await expect(speech.speak(ask('a:one', { fallback: 'never' }))).rejects.toThrow('It is down.');
});

test('an engine works on no more at once than it says, whoever asks', async () => {
  const { speech, of } = scene({ a: { firstMs: 5, concurrency: 3 } });
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      speech.speak(ask('a:one', { text: `Number ${n}.`, workspaceId: `w${n % 3}` })),
    ),
  );
  expect(of.a!.seen).toMatchObject({ asked: 20, mostAtOnce: 3 });
});

test('a setting goes to the engine that has it, and to no other', async () => {
  const { speech } = scene({ a: { fails: unavailable() }, b: {} });
  const parameters = SpeechParameters.parse({ settings: { stability: 0.3 } });
  expect((await speech.speak(ask('a:one', { parameters }))).engine.id).toBe('b');
  await expect(
    speech.check(ask('a:one', { parameters: SpeechParameters.parse({ settings: { topK: 5 } }) })),
  ).rejects.toThrow('has no setting “topK”; it has stability');
  expect(SpeechParameters.safeParse({ settings: { stability: 2 } }).success).toBe(false);
});

test('whoever leaves a stream gives the place back, however early', async () => {
  const { speech, of } = scene({ a: { concurrency: 1 } });
  for (let n = 0; n < 3; n++) {
    for await (const _piece of speech.stream(ask('a:one', { signal: AbortSignal.timeout(5_000) }))) break;
  }
  expect((await speech.engines('workspace'))[0]).toMatchObject({ active: 0, statistics: { failures: 0 } });
  expect(of.a!.seen).toMatchObject({ asked: 3, running: 0 });
});

test('a voice whose engine is away is not said to be unknown, and is found again once it is back', async () => {
  const { speech, of } = scene({ a: { unlisted: unavailable() }, b: {} });
  await expect(speech.check(ask('a:one'))).rejects.toMatchObject({ code: 'engine-unavailable' });
  await expect(speech.check(ask('c:one'))).rejects.toMatchObject({ code: 'unknown-voice' });
  expect((await speech.voices('workspace')).map(({ id }) => id)).toEqual(['b:one']);
  delete of.a!.mood.unlisted;
  expect((await speech.check(ask('a:one'))).voice.id).toBe('a:one');
});
