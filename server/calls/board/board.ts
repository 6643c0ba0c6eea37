import { LRUCache } from 'lru-cache';
import { type BoardCall, type BoardEvent, MOST_ON_BOARD } from '../../../shared/api/calls/board.ts';
import type { Database } from '../../db/database.ts';
import type { LiveCall, LiveCalls } from '../contract.ts';
import type { CallRelay } from '../relay/contract.ts';
import { type CardFacts, cardOf, inOrder, NO_FACTS, withEvent } from './card.ts';
import { callsElsewhere } from './elsewhere.ts';
import { type Watch, watchWorkspace } from './watch.ts';

export interface BoardDeps {
  /** The calls of this process. */
  live: LiveCalls;
  database: Database;
}

/** What is to be seen of the calls in progress. */
export interface Board {
  /** What is shown now, in order; calls beyond `MOST_ON_BOARD` only count. */
  read(workspaceId: string): Promise<{ calls: BoardCall[]; total: number }>;
  /** The cards of this process. */
  here(workspaceId: string): BoardCall[];
  /** Tells what is there and then what changes. Gives what ends it. */
  follow(workspaceId: string, tell: (event: BoardEvent) => void): () => void;
  close(): void;
}

/** Other processes are asked about by the database, which knows little that changes, or themselves. */
const KNOWN_EVERY_MS = 5_000;
const RELAYED_EVERY_MS = 1_500;
/** Ended calls of ours whose row may still say that they go on. */
const REMEMBERED_CALLS = 20_000;

/**
 * The board over the calls of this process, and of others as far as the database tells.
 *
 * @param relay asks other processes for their cards, which can be joined from here; null: there is none
 */
export function openBoard({
  live,
  database,
  relay,
}: BoardDeps & { relay: Pick<CallRelay, 'cards'> | null }): Board {
  const facts = new WeakMap<LiveCall, { seen: number; facts: CardFacts }>();
  const ours = new LRUCache<string, true>({ max: REMEMBERED_CALLS });
  const watches = new Map<string, Watch>();
  const stopRemembering = live.onChange((_, callId) => ours.set(callId, true));

  function card(call: LiveCall): BoardCall {
    const known = facts.get(call) ?? { seen: 0, facts: NO_FACTS };
    for (const event of call.events.slice(known.seen)) known.facts = withEvent(known.facts, event);
    known.seen = call.events.length;
    facts.set(call, known);
    return cardOf(call, known.facts, call.state);
  }

  const isOurs = (callId: string) => ours.has(callId);
  const elsewhere = (workspaceId: string) => callsElsewhere(database, relay, workspaceId, isOurs);
  const here = (workspaceId: string) => {
    const calls = live.list(workspaceId);
    for (const { call } of calls) ours.set(call.id, true);
    return calls.map(card);
  };
  const shown = (workspaceId: string, others: readonly BoardCall[]) => {
    const all = inOrder([...here(workspaceId), ...others.filter(({ id }) => !isOurs(id))]);
    return { calls: all.slice(0, MOST_ON_BOARD), total: all.length };
  };

  return {
    here,
    read: async (workspaceId) => shown(workspaceId, await elsewhere(workspaceId)),
    follow(workspaceId, tell) {
      let watch = watches.get(workspaceId);
      if (!watch) {
        watch = watchWorkspace({
          shown: (others) => shown(workspaceId, others),
          elsewhere: () => elsewhere(workspaceId),
          askEveryMs: relay ? RELAYED_EVERY_MS : KNOWN_EVERY_MS,
          onIdle: () => watches.delete(workspaceId),
        });
        watches.set(workspaceId, watch);
      }
      return watch.join(tell);
    },
    close() {
      stopRemembering();
      for (const watch of [...watches.values()]) watch.close();
    },
  };
}
