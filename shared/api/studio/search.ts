import { z } from 'zod';
import { whole } from '../common.ts';
import { route } from '../route.ts';

export const searchRoutes = {
  search: route({
    method: 'GET',
    path: '/api/v1/search',
    tag: 'Studio',
    access: 'workspace:read',
    status: 200,
    summary: 'Find projects, scripts, channels and voices by name, and scripts by the words of their text',
    query: z.object({ q: z.string().max(200) }),
    reply: whole(
      z.object({
        kind: z.enum(['project', 'script', 'channel', 'voice']),
        id: z.string(),
        title: z.string(),
        context: z
          .string()
          .describe('Where it is or what it is for; of a script found by its text, the passage'),
      }),
    ),
  }),
};
