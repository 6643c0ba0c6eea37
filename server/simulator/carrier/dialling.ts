import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Dialling } from './twiml.ts';

/** What becomes of telephones that are rung for a caller. Whoever answers has nothing to say, and hangs up. */
export const Dialled = z
  .object({
    outcome: z.enum(['answered', 'busy', 'no-answer', 'failed']).default('answered'),
    afterMs: z
      .number()
      .min(0)
      .max(600_000)
      .default(1_000)
      .describe('Of ringing; where the program lets it ring for less than that, nobody answers'),
  })
  .strict();
export type Dialled = z.infer<typeof Dialled>;

/** How a leg to somebody else's telephone ended; `canceled`: the caller was gone, or the carrier told otherwise. */
export interface DialledLeg {
  sid: string;
  status: 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';
  rangMs: number;
  /** Null: nobody answered. */
  talkedSeconds: number | null;
}

/** Rings somebody, and tells whoever wants to know what becomes of it; it is over early when `until` aborts. */
export async function ring(
  { timeoutMs, told }: Dialling,
  { outcome, afterMs }: Dialled,
  {
    sid,
    tell,
    until,
  }: { sid: string; tell: (url: string, form: Record<string, string>) => Promise<void>; until: AbortSignal },
): Promise<DialledLeg> {
  let sequence = 0;
  const happened = async (event: string, status: string, more: Record<string, string> = {}) => {
    if (!told?.events.includes(event)) return;
    await tell(told.url, {
      CallSid: sid,
      CallStatus: status,
      CallbackSource: 'call-progress-events',
      SequenceNumber: String(sequence++),
      Timestamp: new Date().toUTCString(),
      ...more,
    });
  };
  await happened('initiated', 'initiated');
  await happened('ringing', 'ringing');
  const rangAtMs = performance.now();
  const givenUp = await setTimeout(Math.min(afterMs, timeoutMs), false, { signal: until }).catch(() => true);
  const answeredAtMs = performance.now();
  const end = givenUp ? 'canceled' : afterMs > timeoutMs ? 'no-answer' : outcome;
  if (end === 'answered') await happened('answered', 'in-progress');
  const status = end === 'answered' ? 'completed' : end;
  const talkedSeconds = end === 'answered' ? Math.ceil((performance.now() - answeredAtMs) / 1000) : null;
  await happened('completed', status, { CallDuration: String(talkedSeconds ?? 0) });
  return { sid, status, rangMs: answeredAtMs - rangAtMs, talkedSeconds };
}

/** What is told of a leg that is over, to whoever says what comes next. */
export function afterDial({ sid, status, talkedSeconds }: DialledLeg): Record<string, string> {
  return {
    DialCallSid: sid,
    DialCallStatus: status,
    DialBridged: String(talkedSeconds !== null),
    ...(talkedSeconds !== null && { DialCallDuration: String(talkedSeconds) }),
  };
}
