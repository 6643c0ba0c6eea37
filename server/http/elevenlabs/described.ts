import { z } from 'zod';
import { DIALECT_SECURITY, described } from '../openapi/described.ts';
import { TimedSpeech } from './alignment.ts';
import { MEDIA_TYPES } from './formats.ts';
import { SpeechQuery, SpeechRequest } from './speechRequest.ts';
import { VoiceQuery } from './voiceList.ts';

const Voice = z.looseObject({
  voice_id: z.string(),
  name: z.string(),
  category: z.string(),
  description: z.string(),
  labels: z.record(z.string(), z.string()),
});
const params = z.object({ voiceId: z.string() });
const common = {
  tag: "ElevenLabs' dialect",
  access: 'speech:synthesize',
  security: DIALECT_SECURITY,
  failure: 'ElevenLabsError',
} as const;
const speaking = (summary: string, produces: string[], reply?: z.ZodType) =>
  described({
    ...common,
    summary,
    params,
    query: SpeechQuery,
    body: SpeechRequest,
    produces,
    ...(reply ? { replies: { 200: reply } } : {}),
  });
const AUDIO = Object.values(MEDIA_TYPES);
const JSON_TYPE = ['application/json'];

/** What the document says of the addresses of ElevenLabs' dialect. */
export const ELEVENLABS = {
  speech: speaking('Speak a text', AUDIO),
  stream: speaking('Speak a text, sent as it is spoken', AUDIO),
  timed: speaking('Speak a text, with the time of each character', JSON_TYPE, TimedSpeech),
  timedStream: speaking(
    'Speak a text, sent as it is spoken, with the time of each character',
    JSON_TYPE,
    TimedSpeech.describe('Lines, of which each is one of these; the last may have no sound'),
  ),
  voices: described({
    ...common,
    summary: 'List the voices',
    replies: { 200: z.object({ voices: z.array(Voice) }) },
  }),
  voicePage: described({
    ...common,
    summary: 'List voices page by page',
    query: VoiceQuery,
    replies: {
      200: z.looseObject({
        voices: z.array(Voice),
        has_more: z.boolean(),
        total_count: z.number().int(),
        next_page_token: z.string().nullable(),
      }),
    },
  }),
  voice: described({ ...common, summary: 'Look at a voice', params, replies: { 200: Voice } }),
};
