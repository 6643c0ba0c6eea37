import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { CallEnd } from '../../../shared/calls/timeline.ts';
import type { Admission } from '../../calls/admission/admission.ts';
import { endUnheard, findCarrierCall } from '../../calls/admission/endUnheard.ts';
import type { Gate } from '../../calls/admission/gate.ts';
import { letIn, type Reception } from '../../calls/admission/letIn.ts';
import { nameIn } from '../../calls/callName.ts';
import { answerPlaced } from '../../calls/outbound/answerPlaced.ts';
import { readPublicSlot } from '../../db/publicReads.ts';
import {
  connectStream,
  hangUp,
  playAndHangUp,
  rejectBusy,
  sayAndHangUp,
} from '../../telephony/twilio/twiml.ts';
import { invalidFields } from '../problems.ts';
import { requireUpgrade } from '../sockets.ts';
import type { HandedOn } from './handedOn.ts';
import { readForms, requireTwilio, type TwilioProof } from './twilioForm.ts';
import { keepMessages, type ServeSound } from './twilioSound.ts';

export interface TwilioDeps {
  proof: TwilioProof | null;
  admission: Admission;
  gate: Gate;
  serveSound: ServeSound;
  /** Which call we placed, by what we told Twilio to ask us; null: none, or nobody of us signed it. */
  placed(token: string): { workspaceId: string; callId: string } | null;
  handedOn: Pick<HandedOn, 'pickedUp' | 'unanswered' | 'answered' | 'over'>;
  onRefused(why: 'busy' | 'unknown-number' | 'no-flow' | 'token' | 'trouble'): void;
}

export const TWILIO_VOICE = '/telephony/twilio/voice';
export const TWILIO_STATUS = '/telephony/twilio/status';
const HANDED = 'handed-over';
/** In the query of both: it is about a caller who was handed over to somebody else. */
export const HANDED_OVER = `${HANDED}=1`;
/** In the query of both: the token with which somebody at another telephone was invited. */
export const INVITED = 'invite';
const TWILIO_STREAM = '/telephony/twilio/stream';

const Party = z.string().max(300);
const Sid = z.string().min(1).max(64);
const VoiceForm = z.object({
  CallSid: Sid,
  From: Party.optional(),
  To: Party,
  DialCallStatus: z.string().max(40).optional(),
});
const StatusForm = z.object({ CallSid: Sid, ParentCallSid: Sid.optional(), CallStatus: z.string().max(40) });

/** Somebody answered the caller who was handed over; behind Twilio's other words is that nobody did. */
const ANSWERED: ReadonlySet<string> = new Set(['completed', 'answered']);

/** Why a call is over whose sound never came; Twilio's other words are of calls that go on. */
const ENDS: Record<string, CallEnd> = {
  completed: 'caller-hung-up',
  canceled: 'caller-hung-up',
  'no-answer': 'gave-up',
  busy: 'refused',
  failed: 'failed',
};

/**
 * Twilio's webhooks and media streams, for `publicMounts`: nobody signs in here, and everything is signed by Twilio
 * instead, which alone may ask as often as there are calls.
 */
export function mountTwilio(app: FastifyInstance, deps: TwilioDeps): void {
  readForms(app);
  const { handedOn } = deps;
  const schema = { hide: true };

  app.post(TWILIO_VOICE, { schema }, async (request, reply) => {
    requireTwilio(deps.proof, request);
    const form = read(VoiceForm, request);
    try {
      return twiml(reply, await receive(request, form));
    } catch (err) {
      request.log.error({ err, correlationId: request.id }, 'a call could not be let in');
      deps.onRefused('trouble');
      // What Twilio would say of a failure is worse than a busy line.
      return twiml(reply, rejectBusy());
    }
  });

  async function receive(request: FastifyRequest, form: z.infer<typeof VoiceForm>): Promise<string> {
    const query = request.query as Record<string, string | undefined>;
    const { call: token, [INVITED]: invite } = query;
    if (query[HANDED] !== undefined) return afterHandingOver(form);
    if (invite !== undefined) {
      const ticket = await handedOn.pickedUp(invite);
      return ticket ? connect(ticket) : hangUp();
    }
    if (token !== undefined) {
      const placed = deps.placed(token);
      const ticket = placed && (await answerPlaced(deps.admission, placed, form.CallSid));
      return ticket ? connect(ticket) : hangUp();
    }
    const reception = await letIn(deps.admission, deps.gate, {
      to: form.To,
      from: form.From ?? null,
      carrierCallId: form.CallSid,
    });
    return answerOf(reception);
  }

  /** Whoever was handed over comes back where nobody answered. */
  async function afterHandingOver({
    CallSid,
    DialCallStatus = '',
  }: z.infer<typeof VoiceForm>): Promise<string> {
    if (ANSWERED.has(DialCallStatus)) {
      await handedOn.answered(CallSid);
      return hangUp();
    }
    const ticket = await handedOn.unanswered(CallSid);
    return ticket ? connect(ticket) : sayAndHangUp('Nobody answered. Please call again later.', 'en-US');
  }

  async function answerOf(reception: Reception): Promise<string> {
    switch (reception.kind) {
      case 'let-in':
        return connect(reception.token);
      case 'known':
        return hangUp();
      case 'busy':
        deps.onRefused('busy');
        return busy(reception);
      case 'unknown-number':
        deps.onRefused(reception.kind);
        return sayAndHangUp('There is nobody at this number.', 'en-US');
      case 'no-flow':
        deps.onRefused(reception.kind);
        return sayAndHangUp('This number is not set up yet. Please call again later.', 'en-US');
    }
  }

  const connect = (token: string) => {
    const url = new URL(TWILIO_STREAM, deps.proof?.publicUrl);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return connectStream(url.href, { token });
  };

  /** The flow's own line: what is deployed there, as it was approved, else in Twilio's voice. */
  async function busy({
    line,
    language,
    workspaceSlug,
  }: Extract<Reception, { kind: 'busy' }>): Promise<string> {
    if (line.kind === 'text') return sayAndHangUp(line.text, language);
    const slot = await readPublicSlot(deps.admission.database, workspaceSlug, line.channel, line.slot);
    if (!slot?.live) return sayAndHangUp(line.otherwise, language);
    const path = `/public/${workspaceSlug}/channels/${line.channel}/${line.slot}/audio?format=mp3`;
    return playAndHangUp(new URL(path, deps.proof?.publicUrl).href);
  }

  app.post(TWILIO_STATUS, { schema }, async (request, reply) => {
    requireTwilio(deps.proof, request);
    const { CallSid, ParentCallSid, CallStatus } = read(StatusForm, request);
    const query = request.query as Record<string, string | undefined>;
    if (query[HANDED] !== undefined) {
      if (ParentCallSid !== undefined && CallStatus === 'in-progress') await handedOn.answered(ParentCallSid);
      return reply.status(204).send();
    }
    const end = ENDS[CallStatus];
    if (end) await over(CallSid, query[INVITED], end);
    return reply.status(204).send();
  });

  /** A call of Twilio's is over: `invite` is the token of the invitation that it was made for, if it was for one. */
  async function over(callSid: string, invite: string | undefined, end: CallEnd): Promise<void> {
    const { database } = deps.admission;
    let found: ReturnType<typeof findCarrierCall> | undefined;
    const find = () => (found ??= findCarrierCall(database, 'twilio', callSid));
    await handedOn.over(callSid, invite === undefined ? find : async () => nameIn(invite));
    const call = await find();
    if (!call) return;
    await endUnheard(database, call, end);
    deps.gate.settled(call.callId);
  }

  app.get(TWILIO_STREAM, { schema }, async (request, reply) => {
    requireUpgrade(request);
    requireTwilio(deps.proof, request, { websocket: true });
    return app.acceptSocket(request, reply, (socket) => deps.serveSound(socket, keepMessages(socket)));
  });
}

function twiml(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('text/xml; charset=utf-8').header('cache-control', 'no-store').send(text);
}

function read<Schema extends z.ZodType>(schema: Schema, request: FastifyRequest): z.output<Schema> {
  const form = schema.safeParse(request.body);
  if (form.success) return form.data;
  throw invalidFields(form.error.issues);
}
