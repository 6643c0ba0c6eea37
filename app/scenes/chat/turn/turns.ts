import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { type ChatWish, refreshNewest, stopConversation, streamChat } from '../../../api/chat.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { sameIntent } from '../../../api/sameIntent.ts';
import { notifyProblem } from '../../../components/Toast.tsx';
import { drafts } from './drafts.ts';
import { afterEvent, isUnderWay, type LiveTurn, newTurn } from './liveTurn.ts';
import { SpokenAnswer } from './spokenAnswer.ts';

/** How long a stopped answer may take to say what it had come to. */
const STOP_WITHIN_MS = 3_000;

/** Where a turn stands before its conversation exists. */
export const NEW = 'new';

interface Running {
  turn: LiveTurn;
  abort: AbortController;
  speech: SpokenAnswer;
  ended: Promise<void>;
}

/**
 * The messages that are being answered. They live outside the screen: an answer goes on, and is heard, while somebody
 * looks at something else. One for each conversation; the last one stays until the next, or until it is kept.
 */
class Turns {
  readonly #running = new Map<string, Running>();
  readonly #intents = new Map<string, ReturnType<typeof sameIntent>>();
  readonly #listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  of = (conversation: string): LiveTurn | null => this.#running.get(conversation)?.turn ?? null;

  isUnderWay(conversation: string): boolean {
    const turn = this.of(conversation);
    return turn !== null && isUnderWay(turn);
  }

  /** Sends a message; an answer that is still under way in its conversation is stopped first. */
  async send(client: QueryClient, wish: ChatWish, options: { play: boolean }): Promise<void> {
    const conversation = wish.conversationId ?? NEW;
    drafts.write(conversation, '');
    if (this.isUnderWay(conversation)) await this.stop(client, conversation);
    const running: Running = {
      turn: newTurn(wish.message, wish.conversationId ?? null),
      abort: new AbortController(),
      speech: new SpokenAnswer(options.play),
      ended: Promise.resolve(),
    };
    this.#running.set(conversation, running);
    running.ended = this.#run(client, wish, running);
    this.#tell();
    await running.ended;
  }

  /** Stops an answer at once; resolves when what was said until then is known. */
  async stop(client: QueryClient, conversation: string): Promise<void> {
    const running = this.#running.get(conversation);
    if (!running || !isUnderWay(running.turn)) {
      if (conversation !== NEW) await this.#stopElsewhere(client, conversation);
      return;
    }
    running.speech.stop();
    const { conversationId, messageId } = running.turn;
    this.#change(running, { phase: 'stopping' });
    if (conversationId && messageId) {
      const late = setTimeout(() => running.abort.abort(), STOP_WITHIN_MS);
      stopConversation(conversationId).catch(() => running.abort.abort());
      await running.ended;
      clearTimeout(late);
    } else {
      running.abort.abort();
      await running.ended;
    }
  }

  /** An answer that another page asked for. */
  async #stopElsewhere(client: QueryClient, id: string): Promise<void> {
    try {
      if ((await stopConversation(id)).stopped) await refreshNewest(client, id);
    } catch (error) {
      notifyProblem(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Lets go of a turn that has ended: what was said is in the conversation. */
  forget(conversation: string): void {
    const running = this.#running.get(conversation);
    if (!running || isUnderWay(running.turn)) return;
    this.#running.delete(conversation);
    this.#tell();
  }

  /** The screen has gone from the new conversation to the one that it became. */
  settle(): void {
    if (this.#running.delete(NEW)) this.#tell();
  }

  async #run(client: QueryClient, wish: ChatWish, running: Running): Promise<void> {
    const conversation = wish.conversationId ?? NEW;
    const intent = this.#intents.get(conversation) ?? sameIntent();
    this.#intents.set(conversation, intent);
    try {
      await intent(wish, (idempotencyKey) => this.#read(client, wish, running, idempotencyKey));
    } catch (error) {
      this.#failed(running, error);
      const begun = running.turn.messageId !== null;
      // What was begun and failed is asked anew; the same request would only be told of the failure.
      if (begun) this.#intents.delete(conversation);
      else this.#takeBack(conversation, running);
    }
    running.speech.end();
    const { conversationId } = running.turn;
    void client.invalidateQueries({ queryKey: ['conversations', 'list'] });
    if (!conversationId) return;
    void client.invalidateQueries({ queryKey: ['conversations', conversationId, 'one'] });
    await refreshNewest(client, conversationId).catch(() =>
      client.invalidateQueries({ queryKey: ['conversations', conversationId, 'messages'] }),
    );
  }

  async #read(client: QueryClient, wish: ChatWish, running: Running, idempotencyKey: string): Promise<void> {
    for await (const event of streamChat(wish, { idempotencyKey, signal: running.abort.signal })) {
      if (event.kind === 'problem') throw new ApiProblem(event.problem);
      this.#change(running, afterEvent(running.turn, event));
      const { conversationId } = running.turn;
      if (conversationId) this.#began(client, conversationId, running);
      const track = running.speech.hear(event, running.turn);
      if (track) this.#change(running, { track });
    }
  }

  /** Nothing was sent, as far as is known: the words are back where they were typed. */
  #takeBack(conversation: string, running: Running): void {
    if (drafts.read(conversation) === '') drafts.write(conversation, running.turn.said);
    if (running.turn.phase === 'done') this.forget(conversation);
  }

  #began(client: QueryClient, conversationId: string, running: Running): void {
    if (this.#running.get(conversationId) === running) return;
    if (this.#running.get(NEW) === running) drafts.move(NEW, conversationId);
    this.#running.set(conversationId, running);
    this.#tell();
    void client.invalidateQueries({ queryKey: ['conversations', 'list'] });
  }

  #failed(running: Running, error: unknown): void {
    if (running.abort.signal.aborted) {
      this.#change(running, { phase: 'done' });
      return;
    }
    const problem = error instanceof Error ? error : new Error(String(error));
    this.#change(running, { phase: 'failed', problem });
  }

  #change(running: Running, change: Partial<LiveTurn>): void {
    running.turn = { ...running.turn, ...change };
    this.#tell();
  }

  #tell(): void {
    for (const notify of this.#listeners) notify();
  }
}

export const turns = new Turns();

/** The message under way in a conversation, or the last one until it is let go of. */
export const useTurn = (conversation: string): LiveTurn | null =>
  useSyncExternalStore(turns.subscribe, () => turns.of(conversation));
