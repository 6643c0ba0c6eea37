import { z } from 'zod';
import { DIALECT_SECURITY, described } from '../openapi/described.ts';
import { FORMATS, SpeechRequest } from './speechRequest.ts';
import { TranscriptionFields } from './transcriptionRequest.ts';

const Model = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.number().int(),
  owned_by: z.string(),
});
const ElevenLabsModels = z.array(z.looseObject({ model_id: z.string(), name: z.string() }));
const common = {
  tag: "OpenAI's dialect",
  access: 'speech:synthesize',
  security: DIALECT_SECURITY,
  failure: 'OpenAiError',
} as const;

/** What the document says of the addresses of OpenAI's dialect. */
export const OPENAI = {
  models: described({
    ...common,
    summary: "List the models; with an xi-api-key in ElevenLabs' form",
    failure: 'DialectError',
    replies: {
      200: z.union([z.object({ object: z.literal('list'), data: z.array(Model) }), ElevenLabsModels]),
    },
  }),
  model: described({
    ...common,
    summary: 'Look at a model',
    params: z.object({ model: z.string() }),
    replies: { 200: Model },
  }),
  voices: described({
    ...common,
    summary: "List the voices: OpenAI's names, and ours by id",
    replies: {
      200: z.object({
        voices: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            languages: z.array(z.string()).optional(),
            gender: z.string().optional(),
          }),
        ),
      }),
    },
  }),
  speech: described({
    ...common,
    summary: 'Speak a text; aac is refused',
    body: SpeechRequest,
    produces: [...Object.values(FORMATS), 'text/event-stream'],
  }),
  transcription: (mediaTypes: readonly string[]) =>
    described({
      ...common,
      summary: 'Take down what is said in a recording',
      form: true,
      body: TranscriptionFields.extend({ file: z.string().meta({ format: 'binary' }) }),
      produces: [...mediaTypes, 'text/event-stream'],
    }),
};
