import { ASKED } from '../../../server/simulator/callers/generated/asked.ts';
import type { MoveInput } from '../../../server/simulator/callers/moves.ts';

type Answers = Extract<MoveInput, { do: 'answer' }>['answers'];
type With = Answers[number]['with'];

/** Answers questions until the agent asks whether there is anything else. */
export const answers = (given: Partial<Record<keyof typeof ASKED, With>>): MoveInput => ({
  do: 'answer',
  answers: Object.entries(given).map(([asked, reply]) => ({
    to: [...ASKED[asked as keyof typeof ASKED]],
    with: reply,
  })),
  until: [...ASKED.more],
});
export const say = (text: string): MoveInput => ({ do: 'say', text });
export const listen = (silentMs = 1_200): MoveInput => ({ do: 'listen', silentMs });
export const keys = (pressed: string): MoveInput => ({ do: 'keys', keys: pressed });
/** Takes leave, says nothing when asked how it was, and waits for the agent to end the call. */
export const leave: MoveInput[] = [say('No, thank you. Goodbye.'), { do: 'stay', atMostMs: 30_000 }];
export const hangUp: MoveInput = { do: 'hang-up' };

/** Appointments of the days in which scenarios book. */
export const CALENDAR = '/api/v1/business/appointments?from={workday+1.date}&to={workday+10.date}';
export const AGENT = '+15005550107';
