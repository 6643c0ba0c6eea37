import type { FastifyReply } from 'fastify';
import type { Fallback } from '../speech/contract.ts';

/** Tells in headers who spoke, and why it was not the voice that was asked for: dialects have no field for it. */
export function sayWho(
  reply: FastifyReply,
  { voice, fallback }: { voice: { id: string }; fallback: Fallback | null },
): FastifyReply {
  reply.header('x-voiceops-voice', encodeURI(voice.id));
  if (fallback) reply.header('x-voiceops-fallback', fallback.code);
  return reply;
}
