import type { ChatEvent, ChatReply } from '../../../shared/api/chat.ts';
import type { ProblemCode } from '../../../shared/api/problems.ts';
import type { Caller } from '../../caller.ts';
import { keyedRequest } from '../../db/idempotency.ts';
import { inOrder } from '../../engines/inOrder.ts';
import { ProblemError } from '../../problem.ts';
import { beginTurn } from '../conversations/beginTurn.ts';
import { spokenBy } from '../conversations/conversations.ts';
import { requestStop, stoppedTurn } from '../conversations/lease.ts';
import { conversationRow, readReply } from '../conversations/readConversations.ts';
import { readMemory } from '../rules/memory.ts';
import { askedBefore } from '../rules/openQuestion.ts';
import { Channel } from '../turn/channel.ts';
import { learned } from '../understanding/intents/intents.ts';
import { understand } from '../understanding/understand.ts';
import { answerMessage } from './answerMessage.ts';
import type { Chat, ChatDeps, ChatWish } from './contract.ts';
import { readChatSettings } from './settings.ts';

/** Opens the part of the product that talks. */
export function openChat(deps: ChatDeps): Chat {
  const { database } = deps;
  /** Answers under way on this node, by conversation. */
  const running = new Map<string, Set<AbortController>>();
  const working = new Set<Promise<void>>();

  async function begin(caller: Caller, wish: ChatWish): Promise<AsyncIterable<ChatEvent>> {
    wish.signal.throwIfAborted();
    const { workspaceId } = caller;
    const { conversationId = null, message } = wish;
    // What may take its time comes before the conversation is locked.
    const [desks] = await Promise.all([deps.agents.of(workspaceId), learned()]);
    const begun = await beginTurn(deps, caller, {
      conversationId,
      ofSession: wish.ofSession,
      text: message,
      async answerer(tx, before) {
        const wanted = { asked: wish.personalityId ?? null, conversation: before };
        const personality = await deps.personality(tx, workspaceId, wanted);
        const settings = await readChatSettings(tx, workspaceId);
        const tools = await deps.tools(tx, workspaceId, settings.toolsOutside);
        return { spokenBy: spokenBy(personality), personality, settings, tools };
      },
      understand: (text, { memories }) =>
        understand(text, { asked: askedBefore(readMemory(memories.builtin), text) }),
      keyed: keyedRequest(wish.idempotencyKey, {
        chat: [message, conversationId, wish.personalityId ?? null, wish.speak],
      }),
    });
    const channel = new Channel<ChatEvent>();
    if ('keptId' in begun) {
      const reply = await readReply(deps, workspaceId, begun.keptId);
      channel.push({ kind: 'done', reply });
      channel.end();
      return channel;
    }
    const { personality, settings, tools } = begun.answerer;
    const stop = new AbortController();
    const others = running.get(begun.conversationId) ?? new Set();
    running.set(begun.conversationId, others.add(stop));
    const agents = inOrder(desks, settings.agentOrder).map(({ desk }) => desk);
    const work = answerMessage(deps, caller, wish, {
      begun,
      personality,
      agents,
      tools,
      timeZone: settings.timeZone,
      stop,
      emit: (event) => channel.push(event),
    }).then(() => channel.end());
    working.add(work);
    void work.finally(() => {
      working.delete(work);
      others.delete(stop);
      if (others.size === 0 && running.get(begun.conversationId) === others)
        running.delete(begun.conversationId);
    });
    return channel;
  }

  return {
    begin,

    async answer(caller, wish) {
      let reply: ChatReply | undefined;
      for await (const event of await begin(caller, wish)) {
        if (event.kind === 'done') reply = event.reply;
        if (event.kind === 'problem')
          throw new ProblemError(event.problem.code as ProblemCode, event.problem.detail);
      }
      wish.signal.throwIfAborted();
      if (!reply) throw stoppedTurn();
      return reply;
    },

    async stop({ workspaceId }, conversationId) {
      await database.withWorkspace(workspaceId, (tx) => conversationRow(tx, workspaceId, conversationId));
      const here = running.get(conversationId);
      for (const one of here ?? []) one.abort(stoppedTurn());
      const elsewhere = await requestStop(deps, workspaceId, conversationId);
      return elsewhere || here !== undefined;
    },

    async close() {
      await Promise.all(working);
    },
  };
}
