import { z } from 'zod';
import { text } from './common.ts';
import { route } from './route.ts';
import { Transcription } from './speechApi.ts';

const tookMs = z.number().describe('From the request to the whole answer');
export const TriedAgent = z.object({ text: z.string(), tookMs });
export type TriedAgent = z.infer<typeof TriedAgent>;
export const TriedRecognizer = z.object({
  text: z.string(),
  reason: Transcription.shape.reason,
  tookMs,
});
export type TriedRecognizer = z.infer<typeof TriedRecognizer>;

const params = z.object({ id: z.string().max(200) });
const access = 'settings:manage';
export const engineTryRoutes = {
  tryAgent: route({
    method: 'POST',
    path: '/api/v1/engines/:id/ask',
    tag: 'Voices',
    access,
    status: 200,
    summary: 'Say one line to an engine that thinks, outside of any conversation and without tools',
    params,
    body: z.object({ text: text(1, 500) }),
    reply: TriedAgent,
  }),
  tryRecognizer: route({
    method: 'POST',
    path: '/api/v1/engines/:id/hear',
    tag: 'Voices',
    access,
    status: 200,
    summary: 'Let one engine listen to a recording (multipart: `file`); no other stands in for it',
    params,
    form: true,
    reply: TriedRecognizer,
  }),
};
