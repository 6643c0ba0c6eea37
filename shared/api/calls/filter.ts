import { z } from 'zod';
import { CallEnd } from '../../calls/timeline.ts';
import { Intent } from '../../dialogue/intents.ts';
import { Id } from '../common.ts';

const Day = z.iso.date().describe('A day in the zone of the workspace, YYYY-MM-DD');
const Flag = z.enum(['true', 'false']);

/** Which calls are meant; the same for lists, analytics and their exports. Everything given must hold. */
export const CallFilter = z.object({
  from: Day.optional().describe(
    'First day; without it there is no first (analytics: 30 days before the last)',
  ),
  to: Day.optional().describe('Last day; without it today'),
  number: z.string().max(60).optional().describe('The number that was called, as the carrier names it'),
  flow: Id.optional(),
  personality: Id.optional().describe('Who answered last'),
  intent: Intent.optional().describe('What the call was about most'),
  end: CallEnd.optional(),
  state: z.enum(['ringing', 'live', 'ended']).optional(),
  minSeconds: z.coerce.number().min(0).max(86_400).optional().describe('At least so long'),
  sentiment: z.enum(['negative', 'neutral', 'positive']).optional(),
  contained: Flag.optional().describe('Whether no person was needed'),
  resolved: Flag.optional().describe('Whether what was wanted was done'),
  carrier: z.enum(['twilio', 'browser', 'sip']).optional(),
  carrierCallId: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('The carrier’s own name of the call, such as Twilio’s `CallSid`, whole'),
  test: Flag.optional().describe('Whether somebody of the workspace tried it; without it both'),
  q: z
    .string()
    .max(60)
    .optional()
    .describe(
      'A part of either number as it is shown, or of the flow’s name; or the carrier’s name of a call, whole',
    ),
});
export type CallFilter = z.infer<typeof CallFilter>;
