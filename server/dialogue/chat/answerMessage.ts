import type { ChatEvent } from '../../../shared/api/chat.ts';
import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import type { Caller } from '../../caller.ts';
import { ProblemError, problemBody } from '../../problem.ts';
import type { TurnEvent } from '../contract.ts';
import type { ConversationState, MessageContent } from '../conversations/content.ts';
import { spokenBy } from '../conversations/conversations.ts';
import { forgetStrayCalls } from '../conversations/deleteConversation.ts';
import { finishTurn } from '../conversations/finishTurn.ts';
import { holdConversation } from '../conversations/holdConversation.ts';
import { type HeldTurn, stoppedTurn } from '../conversations/lease.ts';
import { readReply } from '../conversations/readConversations.ts';
import { runTurn } from '../turn/turn.ts';
import { languageOf } from '../understanding/language.ts';
import { keepAnswer } from './cachedAnswers.ts';
import type { ChatDeps, ChatWish, MessageToAnswer } from './contract.ts';
import { beginSummary, stateAfter } from './rememberMore.ts';
import { speakAnswer } from './speakAnswer.ts';
import { turnRequest } from './turnRequest.ts';

/** Answers a message that was taken, speaks the answer and keeps it. Never throws: what goes wrong is an event. */
export async function answerMessage(
  deps: ChatDeps,
  caller: Caller,
  asked: ChatWish,
  message: MessageToAnswer,
): Promise<void> {
  const { begun, personality, stop, emit } = message;
  const { workspaceId } = caller;
  const held: HeldTurn = { workspaceId, conversationId: begun.conversationId, messageId: begun.messageId };
  const signal = AbortSignal.any([asked.signal, stop.signal]);
  const who = spokenBy(personality);
  let soFar = '';
  const hold = holdConversation(deps, held, () => soFar, {
    onLost: () => stop.abort(stoppedTurn()),
  });
  const unsubscribe = deps.bus.subscribe(workspaceId, (event) => {
    if (event.type === 'conversation-stopped' && event.conversationId === held.conversationId)
      stop.abort(stoppedTurn());
  });
  try {
    emit({
      kind: 'started',
      conversationId: held.conversationId,
      messageId: held.messageId,
      personality: { id: who.id, name: who.name },
      personalityVersion: who.version,
    });
    const wish = await inItsLanguage(asked, personality, begun.state);
    const speaking = wish.speak ? speakAnswer(deps, caller, wish, personality, { signal, emit }) : null;
    const { request, key } = turnRequest(deps, caller, wish, message, { held, signal });
    const { language, timeZone, now } = request;
    const summary = beginSummary(begun, message.agents, { workspaceId, language, timeZone, now, signal });
    const turn = runTurn(request);
    let next = await turn.next();
    for (; !next.done; next = await turn.next()) {
      const event = next.value;
      if (event.kind === 'text') soFar += event.text;
      if (event.kind === 'sentence') speaking?.say(event.index, event.text);
      emit(shown(event));
    }
    const outcome = next.value;
    if (outcome.problem) deps.onTrouble(outcome.problem, 'an agent did not answer');
    const { problem } = outcome;
    const content: MessageContent = {
      text: outcome.text,
      calls: outcome.calls,
      actions: outcome.actions,
      agentProblem: problem && { code: problem.code, detail: problem.message },
    };
    const state = await stateAfter({ ...begun.state, language }, outcome, summary);
    hold.end();
    const kept = await finishTurn(deps, held, {
      state,
      content,
      personality: who,
      agent: outcome.agent,
      end: outcome.end,
      cached: outcome.cached,
      usage: outcome.usage,
      personWanted: outcome.actions.find(({ kind }) => kind === 'transfer')?.reason ?? null,
    });
    if (!kept) {
      await forgetStrayCalls(deps, workspaceId, held.conversationId);
      throw stoppedTurn();
    }
    // What is said in a session is deleted with it.
    if (key !== null && !wish.ofSession)
      await keepAnswer(deps, workspaceId, key, outcome).catch((error: unknown) =>
        deps.onTrouble(error, 'an answer could not be remembered'),
      );
    await speaking?.keep(held, content);
    emit({ kind: 'done', reply: await readReply(deps, workspaceId, held.messageId) });
  } catch (error) {
    if (!(error instanceof ProblemError)) deps.onTrouble(error, 'a message could not be answered');
    emit({ kind: 'problem', problem: problemBody(problemOf(error), caller.correlationId) });
  } finally {
    hold.end();
    unsubscribe();
  }
}

/** Who speaks several languages answers in the one that is written to them. */
async function inItsLanguage(
  wish: ChatWish,
  { languages }: ResolvedPersonality,
  { language: before }: ConversationState,
): Promise<ChatWish> {
  if (wish.language !== undefined || languages.length < 2) return wish;
  // Another personality may answer now than did before.
  const spoken = languages.find((each) => each === before);
  return { ...wish, language: await languageOf(wish.message, languages, spoken) };
}

const shown = (event: TurnEvent): ChatEvent =>
  event.kind === 'ended' ? { kind: 'ended', text: event.text, end: event.reason } : event;

function problemOf(error: unknown): ProblemError {
  return error instanceof ProblemError
    ? error
    : new ProblemError(
        'internal',
        'Something went wrong on our side. Quote the correlation id to your operator.',
      );
}
