import { z } from 'zod';
import { Id, MayRepeat } from '../common.ts';
import { route } from '../route.ts';

const PhoneNumber = z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number like +15005550100');

export const NewCall = z
  .object({
    to: PhoneNumber.describe('Who is called'),
    from: PhoneNumber.optional().describe('A number of the workspace; without it the oldest one'),
    flowId: Id.optional(),
    personalityId: Id.optional(),
  })
  .refine(
    ({ flowId, personalityId }) => flowId === undefined || personalityId === undefined,
    'name a flow or a personality, not both',
  );
export type NewCall = z.infer<typeof NewCall>;

export const outboundRoutes = {
  placeCall: route({
    method: 'POST',
    path: '/api/v1/calls',
    tag: 'Calls',
    access: 'calls:manage',
    status: 201,
    summary: 'Call somebody; without a flow or personality the primary personality talks',
    headers: MayRepeat,
    body: NewCall,
    reply: z.object({ id: Id, state: z.literal('ringing') }),
  }),
};
