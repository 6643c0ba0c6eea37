import type { FastifyInstance } from 'fastify';
import { chatRoutes as routes } from '../../../shared/api/chat.ts';
import { keyedRequest } from '../../db/idempotency.ts';
import type { Chat } from '../../dialogue/chat/contract.ts';
import { attendConversation } from '../../dialogue/conversations/attendConversation.ts';
import type { Conversations } from '../../dialogue/conversations/conversations.ts';
import { deleteConversation } from '../../dialogue/conversations/deleteConversation.ts';
import { openMessageAudio } from '../../dialogue/conversations/messageAudio.ts';
import {
  getConversation,
  listConversations,
  listMessages,
} from '../../dialogue/conversations/readConversations.ts';
import { handBack } from '../../dialogue/handover/handBack.ts';
import { sayAsMember } from '../../dialogue/handover/sayAsMember.ts';
import { takeOver } from '../../dialogue/handover/takeOver.ts';
import { holdSession, wishIn } from '../../dialogue/sessions/sessions.ts';
import { ProblemError } from '../../problem.ts';
import { sendEvents, wantsStream } from '../eventStream.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { serve } from '../serve.ts';
import { sendAudio } from '../studio/sendAudio.ts';
import { leaving } from '../voices/voices.ts';

export interface ChatRoutesDeps extends Conversations {
  chat: Chat;
  limits: RateLimits;
}

/** Chat with a personality, and the conversations that were held. */
export function mountChat(app: FastifyInstance, { chat, limits, ...conversations }: ChatRoutesDeps): void {
  serve(app, routes.chat, async ({ caller, body, request, reply }) => {
    await limits.spend('generation', `${caller.actor.kind}:${caller.actor.id}`);
    const key = request.headers['idempotency-key'];
    const { sessionId, ...said } = body;
    if (sessionId !== undefined && said.conversationId !== undefined)
      throw new ProblemError('validation-failed', 'Name a session or a conversation, not both.', {
        errors: [{ field: 'sessionId', message: 'a session has its own conversation' }],
      });
    const held = sessionId === undefined ? null : await holdSession(conversations, caller, sessionId);
    const known: Partial<ReturnType<typeof wishIn>> = held ? wishIn(held.session) : {};
    const wish = {
      ...said,
      ...known,
      conversationId: known.conversationId ?? said.conversationId,
      personalityId: said.personalityId ?? known.personalityId,
      ...(typeof key === 'string' ? { idempotencyKey: key } : {}),
      signal: leaving(reply),
    };
    let goesOn = false;
    try {
      if (!wantsStream(request)) {
        reply.header('cache-control', 'no-store');
        return await chat.answer(caller, wish);
      }
      const events = await chat.begin(caller, wish);
      goesOn = true;
      return sendEvents(reply, events, () => held?.release());
    } finally {
      if (!goesOn) await held?.release();
    }
  });

  serve(app, routes.listConversations, ({ caller, query }) =>
    listConversations(conversations, caller, query),
  );
  serve(app, routes.getConversation, ({ caller, params }) =>
    getConversation(conversations, caller, params.id),
  );
  serve(app, routes.listMessages, ({ caller, params, query }) =>
    listMessages(conversations, caller, params.id, query),
  );
  serve(app, routes.stopConversation, async ({ caller, params }) => ({
    stopped: await chat.stop(caller, params.id),
  }));
  serve(app, routes.attendConversation, ({ caller, params }) =>
    attendConversation(conversations, caller, params.id),
  );
  serve(app, routes.takeOverConversation, ({ caller, params, body }) =>
    takeOver(conversations, caller, params.id, body),
  );
  serve(app, routes.sayInConversation, async ({ caller, params, body, request }) => {
    const key = request.headers['idempotency-key'];
    const keyed = keyedRequest(typeof key === 'string' ? key : undefined, { say: [params.id, body.text] });
    return sayAsMember(conversations, caller, params.id, { text: body.text, keyed });
  });
  serve(app, routes.handBackConversation, ({ caller, params }) =>
    handBack(conversations, caller, params.id, 'handed-back'),
  );
  serve(app, routes.closeConversation, ({ caller, params }) =>
    handBack(conversations, caller, params.id, 'closed'),
  );
  serve(app, routes.deleteConversation, async ({ caller, params }) => {
    await deleteConversation(conversations, caller, params.id);
    return undefined;
  });
  serve(app, routes.getMessageAudio, async ({ caller, params, request, reply }) => {
    const audio = await openMessageAudio(conversations, caller, {
      conversationId: params.id,
      messageId: params.messageId,
    });
    return sendAudio(
      request,
      reply,
      { ...audio, contentType: 'audio/mpeg', fileName: 'answer.mp3', manifest: 'none' },
      false,
    );
  });
}
