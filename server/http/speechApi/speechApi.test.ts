import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ProcessReply, Session, Transcription, TranscriptionEvent } from '../../../shared/api/speechApi.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { type ChatScene, chatScene } from '../../../test/support/chatScene.ts';
import { type Client, clientOf, until } from '../../../test/support/client.ts';
import { openTestRecognition } from '../../../test/support/recognition.ts';
import { noise } from '../../../test/support/signals.ts';
import { TEST_USE } from '../../../test/support/speech.ts';
import { formOf, wavOf } from '../../../test/support/uploads.ts';
import { floatToInt16 } from '../../audio/pcm16.ts';
import { resample } from '../../audio/resample.ts';
import { addDemoData } from '../../dialogue/business/demo/addDemoData.ts';
import { sweepSessions } from '../../dialogue/sessions/sessions.ts';
import { openTools } from '../../dialogue/tools/tools.ts';
import { createApiKey } from '../../identity/apiKeys.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import { resolvePersonality } from '../../personalities/resolvePersonality.ts';
import { noProvenance } from '../../provenance/contract.ts';
import { openFlitePronouncer } from '../../providers/builtin/flite/flitePronouncer.ts';
import { openSoundSwallower } from '../../providers/builtin/soundswallower/soundswallower.ts';
import type { Speech } from '../../speech/contract.ts';
import { mountTools } from '../tools/tools.ts';
import { mountSessions } from './sessions.ts';
import { mountVoiceApi } from './voiceApi.ts';

// A recogniser of grammars takes about as long as the sound on a machine with nothing else to do.
vi.setConfig({ testTimeout: 180_000 });
const SCOPES = ['workspace:read', 'conversations:write', 'speech:synthesize'] as const;
const recognition = openTestRecognition([
  openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] }),
]);
let scene: ChatScene;
let speech: Speech;
let owner: Client;
/** Another program of the same workspace. */
let colleague: Client;
let colleagueKey: string;
beforeAll(async () => {
  scene = await chatScene({
    scopes: SCOPES,
    mounts: (parts) => {
      speech = parts.speech;
      return [
        (app) => mountSessions(app, parts),
        (app) =>
          mountTools(app, openTools({ ...parts, allowPrivateNetworks: false, onTrouble: () => undefined })),
        (app) =>
          mountVoiceApi(app, {
            ...parts,
            recognition,
            provenance: noProvenance('Not in this test.'),
            dictionaryOf: async () => [],
            personality: resolvePersonality,
          }),
      ];
    },
  });
  owner = scene.owner;
  const { workspaceId, ownerId } = scene.workspace;
  const caller = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  await addDemoData(scene.db.database, caller, new Date());
  const { key } = await createApiKey(scene.db.database, caller, { name: 'Other', scopes: [...SCOPES] });
  colleague = clientOf(scene.url, { key });
  colleagueKey = key;
}, 60_000);
afterAll(async () => {
  await scene?.close();
  await recognition.close();
});

/** A recording of somebody who says this. */
async function recorded(text: string, { rateHz = 24_000 } = {}): Promise<Blob> {
  const { samples, sampleRateHz } = await speech.speak({
    text,
    language: 'en-US',
    voiceId: 'flite:slt',
    parameters: SpeechParameters.parse({}),
    workspaceId: scene.workspace.workspaceId,
    use: TEST_USE,
    signal: new AbortController().signal,
  });
  const floats = Float32Array.from(samples, (sample) => sample / 32_768);
  return wavOf(floatToInt16(resample(floats, sampleRateHz, rateHz)), rateHz);
}
const process = (client: Client, file: Blob, fields: Record<string, string> = {}) =>
  client.call('POST', '/api/v1/voice/process', formOf({ file, ...fields }));
const begin = async (client: Client, body: object = {}) =>
  Session.parse((await client.post('/api/v1/sessions', body)).body);

test('sound in, words and a spoken answer out, turn by turn, with nothing set up', async () => {
  const session = await begin(owner);
  const first = await process(owner, await recorded('Where is my order?'), { sessionId: session.id });
  expect(first.status, JSON.stringify(first.body)).toBe(200);
  const asked = ProcessReply.parse(first.body);
  expect(asked.transcript.text).toMatch(/where is my order/i);
  expect(asked.answer).toMatchObject({ intent: 'order-status', agent: { id: 'builtin' } });
  expect(asked.answer?.text).toMatch(/number/i);
  // On the telephone.
  const second = await process(owner, await recorded('One two three four five.', { rateHz: 8_000 }), {
    sessionId: session.id,
  });
  const answered = ProcessReply.parse(second.body);
  expect(answered.answer?.tools).toMatchObject([{ tool: 'order_status', answer: { ok: true } }]);
  expect(answered.answer?.text).toMatch(/out for delivery/i);
  expect(answered.answer?.audioDurationMs).toBeGreaterThan(500);
  expect(answered.answer?.conversationId).toBe(session.conversationId);

  const { messages } = (await owner.get(`/api/v1/sessions/${session.id}`)).body;
  expect(messages).toHaveLength(4);
  // The conversation of a session is the session's alone, and what was looked up in it.
  const callsFor = async (client: Client) =>
    (await client.get(`/api/v1/tool-calls?conversationId=${session.conversationId}`)).body.items;
  expect(await callsFor(owner)).toMatchObject([
    { tool: 'order_status', arguments: { orderNumber: '12345' } },
  ]);
  expect(await callsFor(colleague)).toEqual([]);
  const { conversationId } = session;
  expect((await owner.get(`/api/v1/conversations/${conversationId}`)).status).toBe(404);
  expect((await owner.post('/api/v1/chat', { message: 'Hello', conversationId })).status).toBe(404);
});

test('a recording is told part by part where that is asked for, and its failures too', async () => {
  const stream = async (file: Blob, fields: Record<string, string> = {}) => {
    const response = await fetch(`${scene.url}/api/v1/voice/transcribe`, {
      method: 'POST',
      headers: { authorization: `Bearer ${colleagueKey}`, accept: 'text/event-stream' },
      body: formOf({ file, ...fields }),
    });
    return { status: response.status, text: await response.text() };
  };
  const phrases = 'where is my order\nno thank you';
  const { status, text } = await stream(await recorded('Where is my order?'), { phrases });
  expect(status).toBe(200);
  const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) =>
    TranscriptionEvent.parse(JSON.parse(data)),
  );
  const parts = events.filter((event) => event.kind === 'part');
  expect(events[0]).toMatchObject({ kind: 'started', durationMs: expect.any(Number) });
  expect(parts.at(-1)?.progress).toBe(1);
  const last = events.at(-1);
  expect(last).toMatchObject({ kind: 'done', transcription: { text: 'where is my order' } });
  expect(parts.map((part) => part.text).join('')).toBe('where is my order');
  expect((await stream(new Blob(['These are words.'], { type: 'audio/wav' }))).status).toBe(415);
});

test('a message reaches a session of the same key, with what its user likes, and nobody else’s', async () => {
  const session = await begin(owner, { preferences: { voiceId: 'flite:awb' } });
  const { id: sessionId, conversationId } = session;
  const written = await owner.post('/api/v1/chat', { message: 'Where is my order?', sessionId, speak: true });
  expect(written.body).toMatchObject({ conversationId, speech: { voice: { id: 'flite:awb' } } });
  const events = await scene.stream({ message: '12345', sessionId });
  expect(events.at(-1)).toMatchObject({ kind: 'done', reply: { conversationId } });
  expect((await owner.get(`/api/v1/sessions/${sessionId}`)).body.messages).toHaveLength(4);
  const say = (client: Client, more: object = {}) =>
    client.post('/api/v1/chat', { message: 'Hello', sessionId, ...more });
  expect((await say(owner, { conversationId })).status).toBe(422);
  // As everywhere: another program of the workspace is told whose it is, one of another workspace nothing.
  expect((await say(colleague)).status).toBe(403);
  expect((await say(scene.stranger)).status).toBe(404);
});

test('a recording in which nobody speaks is answered by nobody, and says why', async () => {
  const silence = wavOf(new Int16Array(24_000), 8_000);
  const hiss = wavOf(floatToInt16(noise(48_000).map((value) => value * 0.05)), 16_000);
  for (const [file, reason] of [
    [silence, 'silence'],
    [hiss, 'no-speech'],
  ] as const) {
    const { status, body } = await process(owner, file);
    expect(status).toBe(200);
    expect(body).toMatchObject({ answer: null, sessionId: null, transcript: { text: '', reason } });
  }
  const words = await process(owner, new Blob(['These are words.'], { type: 'audio/wav' }));
  expect([words.status, words.body.code]).toEqual([415, 'unsupported-media-type']);
});

test('one of several phrases is understood, and a recogniser that takes down anything is asked for otherwise', async () => {
  const file = await recorded('No, thank you.');
  const phrases = 'yes please\nno thank you\ntalk to somebody';
  const heard = await owner.call('POST', '/api/v1/voice/transcribe', formOf({ file, phrases }));
  expect(Transcription.parse(heard.body)).toMatchObject({ text: 'no thank you', reason: null });
  const anything = await owner.call('POST', '/api/v1/voice/transcribe', formOf({ file }));
  expect(anything.body.code).toBe('no-recogniser');
  const wrong = await owner.call('POST', '/api/v1/voice/transcribe', formOf({ file, language: 'English!' }));
  expect(wrong.body).toMatchObject({ code: 'validation-failed', errors: [{ field: 'language' }] });
  expect((await owner.call('POST', '/api/v1/voice/transcribe', { text: 'Hi' })).status).toBe(415);
});

test('a session is its program’s alone, ends by itself, and leaves nothing behind', async () => {
  const session = await begin(owner, { idleSeconds: 60, preferences: { name: 'Zebulon' } });
  await process(owner, await recorded('Where is my order?'), { sessionId: session.id });
  const at = `/api/v1/sessions/${session.id}`;
  expect((await colleague.get(at)).body.code).toBe('forbidden');
  expect((await colleague.del(at)).body.code).toBe('forbidden');
  expect((await process(colleague, await recorded('Hello.'), { sessionId: session.id })).body.code).toBe(
    'forbidden',
  );
  expect((await scene.stranger.get(at)).status).toBe(404);

  const query = (statement: SQL) =>
    scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) => tx.execute(statement));
  const counted = async () =>
    (
      await query(
        sql`select (select count(*)::int from messages where conversation_id = ${session.conversationId}) as messages,
                   (select count(*)::int from voice_sessions where id = ${session.id}) as sessions,
                   (select count(*)::int from conversations where id = ${session.conversationId}) as conversations`,
      )
    ).rows[0];
  const sealed = await query(
    sql`select encode(s.sealed_secret, 'escape') || string_agg(encode(m.sealed_secret, 'escape'), '') as bytes
        from voice_sessions s join messages m on m.conversation_id = s.conversation_id where s.id = ${session.id} group by s.id`,
  );
  expect(sealed.rows[0]?.bytes).toEqual(expect.not.stringMatching(/Zebulon|order/i));
  // It does not end while it is worked in, and soon afterwards.
  const lastsFor = async () => Date.parse((await owner.get(at)).body.expiresAt) - Date.now();
  const working = process(owner, await recorded('Where is my order?'), { sessionId: session.id });
  await until(lastsFor, (leftMs) => leftMs > 600_000);
  expect((await working).status).toBe(200);
  expect(await lastsFor()).toBeLessThan(61_000);
  await query(
    sql`update voice_sessions set expires_at = now() - interval '1 second' where id = ${session.id}`,
  );
  expect((await owner.get(at)).body.code).toBe('session-expired');
  expect((await process(owner, await recorded('Hello.'), { sessionId: session.id })).status).toBe(410);
  expect(await sweepSessions({ database: scene.db.database, audioStore: scene.audioStore })).toBe(1);
  expect(await counted()).toEqual({ messages: 0, sessions: 0, conversations: 0 });
  expect((await owner.get(at)).status).toBe(404);

  const other = await begin(owner);
  const greeted = await process(owner, await recorded('Hello there.'), {
    sessionId: other.id,
    phrases: 'hello there\nno thank you',
    speak: 'false',
  });
  expect(greeted.body.answer).toMatchObject({ intent: 'greeting', tools: [] });
  expect((await owner.del(`/api/v1/sessions/${other.id}`)).status).toBe(204);
  // Nothing said in a session is an answer for others.
  expect((await query(sql`select count(*)::int as kept from cached_answers`)).rows).toEqual([{ kept: 0 }]);
  expect((await owner.get(`/api/v1/sessions/${other.id}`)).status).toBe(404);
});

test('what a user likes is remembered with their consent, used, and forgotten', async () => {
  const at = '/api/v1/users/crm-4711/preferences';
  expect((await owner.get(at)).status).toBe(404);
  expect((await owner.put(at, { name: 'Zoë' })).body.code).toBe('validation-failed');
  const kept = await owner.put(at, { consent: true, name: 'Zoë', voiceId: 'flite:awb' });
  expect(kept.body).toMatchObject({ name: 'Zoë', voiceId: 'flite:awb', speed: null });
  await Promise.all([
    owner.put(at, { consent: true, speed: 1.5 }),
    owner.put(at, { consent: true, language: 'en-GB' }),
  ]);
  const session = await begin(owner, { user: 'crm-4711', preferences: { name: 'Zoe' } });
  expect(session.preferences).toEqual({ name: 'Zoe', voiceId: 'flite:awb', speed: 1.5, language: 'en-GB' });
  const spoken = await owner.post('/api/v1/voice/synthesize', {
    text: 'Hello there.',
    sessionId: session.id,
  });
  expect(spoken.status, JSON.stringify(spoken.body)).toBe(200);
  expect(spoken.headers.get('x-voice')).toBe('flite:awb');
  const slow = await owner.post('/api/v1/voice/synthesize', {
    text: 'Hello there.',
    voiceId: 'flite:awb',
    format: 'wav',
  });
  expect(slow.headers.get('content-type')).toBe('audio/wav');
  expect(Number(slow.headers.get('x-duration-ms'))).toBeGreaterThan(
    Number(spoken.headers.get('x-duration-ms')) * 1.3,
  );
  const stored = await scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
    tx.execute(sql`select user_hash, encode(sealed_secret, 'escape') as sealed from user_preferences`),
  );
  expect(JSON.stringify(stored.rows)).not.toMatch(/4711|Zo/);
  expect((await scene.stranger.get(at)).status).toBe(404);
  expect((await owner.del(at)).status).toBe(204);
  expect((await owner.get(at)).status).toBe(404);
});

test('when the voice cannot speak the text still arrives, with the reason', async () => {
  const session = await begin(owner, { preferences: { voiceId: 'nobody:here' } });
  const { body } = await process(owner, await recorded('When are you open?'), { sessionId: session.id });
  const { answer } = ProcessReply.parse(body);
  expect(answer?.text).toMatch(/open/i);
  expect(answer).toMatchObject({ audioUrl: null, speechProblem: { code: 'unknown-voice' } });
});

test('accents are not told yet, and that is said', async () => {
  const { status, body } = await owner.post('/api/v1/voice/detect-accent', {});
  expect([status, body.code]).toEqual([501, 'not-implemented']);
});
