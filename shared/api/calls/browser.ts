import { z } from 'zod';
import { Id } from '../common.ts';
import { socket } from '../socket.ts';

/** A call from a browser's microphone; its messages: shared/calls/browserMessages.ts. */
export const browserCallSocket = socket({
  path: '/api/v1/calls/browser',
  summary: 'Call a flow or a personality from the browser',
  access: 'conversations:write',
  query: z
    .object({ flowId: Id.optional(), personalityId: Id.optional() })
    .refine(
      ({ flowId, personalityId }) => flowId === undefined || personalityId === undefined,
      'name a flow or a personality, not both',
    ),
});
