import { z } from 'zod';
import { Id } from './common.ts';
import { route } from './route.ts';
import { Transcription } from './speechApi.ts';

/** The fields beside the file of a recording that is to be a message. */
export const HearingFields = z.object({
  conversationId: Id.optional().describe('A new conversation when absent'),
});

const T = 'Chat';
const access = 'conversations:write';
export const hearingRoutes = {
  hear: route({
    method: 'POST',
    path: '/api/v1/chat/hear',
    tag: T,
    access,
    status: 200,
    summary:
      'Understand a recording that is to be a message, by what may be said next (multipart: `file`, and `conversationId` if there is one); nothing is sent yet',
    form: true,
    reply: Transcription,
  }),
  listening: route({
    method: 'GET',
    path: '/api/v1/chat/listening',
    tag: T,
    access,
    status: 200,
    summary: 'Say whether any words are taken down, and if not, what could be said next',
    query: HearingFields,
    reply: z.object({
      dictation: z.boolean().describe('Any words are taken down'),
      examples: z
        .array(z.string())
        .describe('Sentences that are understood now; empty where any words are taken down'),
    }),
  }),
};
