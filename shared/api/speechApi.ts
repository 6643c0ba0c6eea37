import { z } from 'zod';
import { MAX_SPEECH_CHARACTERS } from '../speech/vocabulary.ts';
import { ChatReply, Message } from './chat.ts';
import { Id, IdParams, Language, Time, text } from './common.ts';
import { Problem } from './problems.ts';
import { route } from './route.ts';

/** Whom a program talks for, as it names them: an id of its own, never shown to anybody else. */
const UserKey = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'may hold visible ASCII characters alone');

/** What a user likes; null: not said. */
export const Preferences = z.object({
  name: text(1, 100).nullable().describe('How to address them'),
  language: Language.nullable(),
  voiceId: z.string().max(200).nullable(),
  speed: z.number().min(0.25).max(4).nullable().describe('Factor on the speaking rate'),
});
export type Preferences = z.infer<typeof Preferences>;

const SomePreferences = Preferences.partial();

export const Session = z.object({
  id: Id,
  conversationId: Id,
  user: z.string().nullable().describe('Whose preferences are used'),
  personalityId: Id.nullable(),
  preferences: Preferences.describe(
    'What holds in this session: its own, then what is remembered of the user',
  ),
  expiresAt: Time.describe('Moved on by every use; afterwards everything said in it is deleted for good'),
  createdAt: Time,
});
export type Session = z.infer<typeof Session>;

/** Longest life of a session after its last use. */
const MAX_IDLE_SECONDS = 30 * 24 * 3600;

/** A word that was heard. */
const Word = z.object({
  text: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  confidence: z.number().min(0).max(1).nullable().describe('Null where the engine does not say'),
});

export const Transcription = z.object({
  text: z.string(),
  language: z.string().nullable().describe('BCP 47: as it was heard; null where nobody looked'),
  confidence: z.number().min(0).max(1).nullable(),
  durationMs: z.number(),
  words: z.array(Word).describe('Empty where the engine has no timings'),
  engine: z.string(),
  reason: z
    .enum(['silence', 'no-speech', 'not-understood'])
    .nullable()
    .describe('Why the text is empty; null when it is not'),
});
export type Transcription = z.infer<typeof Transcription>;

/** What a streamed transcription tells, as server-sent events named after their kind; `done` or `problem` comes last. */
export const TranscriptionEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), durationMs: z.number().describe('Of the recording') }),
  z.object({
    kind: z.literal('part'),
    text: z.string().describe('To be added to what came before'),
    progress: z.number().min(0).max(1).describe('How much of the recording is done'),
  }),
  z.object({ kind: z.literal('done'), transcription: Transcription }),
  z.object({ kind: z.literal('problem'), problem: Problem }),
]);
export type TranscriptionEvent = z.infer<typeof TranscriptionEvent>;

/** The fields beside the file of a recording. */
export const RecordingFields = z.object({
  language: Language.optional().describe('That of the session, or heard, when absent'),
  phrases: z
    .string()
    .max(20_000)
    .optional()
    .transform((lines) => lines?.split('\n').flatMap((line) => line.trim() || []))
    .describe('One of these lines is said: what the built-in recogniser needs'),
  sessionId: Id.optional(),
});

export const ProcessFields = RecordingFields.extend({
  personalityId: Id.optional(),
  speak: z.enum(['true', 'false']).default('true'),
});

export const ProcessReply = z.object({
  transcript: Transcription,
  accent: z.null().describe('Not detected yet: see /detect-accent'),
  answer: ChatReply.nullable().describe('Null when nothing was understood'),
  sessionId: Id.nullable(),
  tookMs: z.object({
    decodeMs: z.number(),
    transcribeMs: z.number(),
    answerMs: z.number().describe('To the end of the answer, speech included'),
  }),
});
export type ProcessReply = z.infer<typeof ProcessReply>;

const T = 'Speech API';
const access = 'conversations:write';
const UserParams = z.object({ user: UserKey });
export const speechApiRoutes = {
  createSession: route({
    method: 'POST',
    path: '/api/v1/sessions',
    tag: T,
    access,
    status: 201,
    summary: 'Begin a session: a conversation of a program with one of its users, which ends by itself',
    body: z.object({
      user: UserKey.optional().describe('Whose remembered preferences are to be used'),
      personalityId: Id.optional(),
      preferences: SomePreferences.optional().describe('For this session alone; they win'),
      idleSeconds: z.number().int().min(60).max(MAX_IDLE_SECONDS).default(3600),
    }),
    reply: Session,
  }),
  getSession: route({
    method: 'GET',
    path: '/api/v1/sessions/:id',
    tag: T,
    access,
    status: 200,
    summary: 'Get a session with what was said last in it; only who began it may',
    params: IdParams,
    reply: Session.extend({ messages: z.array(Message).describe('At most 50, newest first') }),
  }),
  deleteSession: route({
    method: 'DELETE',
    path: '/api/v1/sessions/:id',
    tag: T,
    access,
    status: 204,
    summary: 'Delete a session and all that was said in it, for good',
    params: IdParams,
  }),
  getPreferences: route({
    method: 'GET',
    path: '/api/v1/users/:user/preferences',
    tag: T,
    access,
    status: 200,
    summary: 'Get what is remembered of a user',
    params: UserParams,
    reply: Preferences.extend({ consentedAt: Time, updatedAt: Time }),
  }),
  rememberPreferences: route({
    method: 'PUT',
    path: '/api/v1/users/:user/preferences',
    tag: T,
    access,
    status: 200,
    summary: 'Remember what a user likes, with their consent; what is not named stays',
    params: UserParams,
    body: SomePreferences.extend({
      consent: z.literal(true).describe('The user agreed to be remembered'),
    }),
    reply: Preferences.extend({ consentedAt: Time, updatedAt: Time }),
  }),
  forgetPreferences: route({
    method: 'DELETE',
    path: '/api/v1/users/:user/preferences',
    tag: T,
    access,
    status: 204,
    summary: 'Forget a user for good',
    params: UserParams,
  }),
  transcribe: route({
    method: 'POST',
    path: '/api/v1/voice/transcribe',
    tag: T,
    access: 'speech:synthesize',
    status: 200,
    summary:
      'Understand a recording (multipart: `file`, and `language`, `phrases`, `sessionId` if wanted); with `Accept: text/event-stream` it is told part by part',
    form: true,
    reply: Transcription,
    produces: ['application/json', 'text/event-stream'],
  }),
  synthesize: route({
    method: 'POST',
    path: '/api/v1/voice/synthesize',
    tag: T,
    access: 'speech:synthesize',
    status: 200,
    summary: 'Speak a text; without a voice that of the session, of the personality, of the workspace',
    body: z.object({
      text: z.string().max(MAX_SPEECH_CHARACTERS),
      voiceId: z.string().max(200).optional(),
      personalityId: Id.optional(),
      sessionId: Id.optional(),
      language: Language.optional(),
      speed: z.number().min(0.25).max(4).optional(),
      format: z.enum(['wav', 'mp3', 'opus']).default('mp3'),
    }),
    produces: ['audio/mpeg', 'audio/wav', 'audio/ogg'],
  }),
  processVoice: route({
    method: 'POST',
    path: '/api/v1/voice/process',
    tag: T,
    access,
    status: 200,
    summary:
      'Understand a recording, answer it and speak the answer (multipart: `file`, and `sessionId`, `personalityId`, `language`, `phrases`, `speak` if wanted)',
    form: true,
    reply: ProcessReply,
  }),
  detectAccent: route({
    method: 'POST',
    path: '/api/v1/voice/detect-accent',
    tag: T,
    access: 'speech:synthesize',
    status: 200,
    summary: 'Tell the accent of a recording; answers 501 until its model comes',
    form: true,
    reply: z.object({ accent: z.string(), confidence: z.number() }),
  }),
};
