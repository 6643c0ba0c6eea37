import type { Agent } from '../contract.ts';
import { learned } from '../understanding/intents/intents.ts';
import { readMemory } from './memory.ts';
import { openScene } from './openScene.ts';
import { takeTurn } from './takeTurn.ts';

/** Changes whenever the same words may be answered differently. */
const VERSION = '2';
/** It computes for well under a millisecond and waits for tools otherwise. */
const CONCURRENCY = 1000;

/**
 * The agent that needs no model: understands wishes by examples, fills in what is missing over several turns, asks
 * before it changes anything, and offers a person when it does not understand. It learns its examples with its first
 * answer, for about a second, unless `learnBeside` did so before; an answer waits for what is being learned.
 */
export function openBuiltinAgent(): Agent {
  return {
    id: 'builtin',
    name: 'Built-in agent',
    version: VERSION,
    kind: 'builtin',
    concurrency: CONCURRENCY,
    async *reply(request) {
      await learned();
      request.signal.throwIfAborted();
      const { say, memory } = await takeTurn(openScene(request, readMemory(request.memory)));
      request.signal.throwIfAborted();
      yield { kind: 'text', text: say };
      yield { kind: 'memory', memory };
      yield { kind: 'end', reason: 'complete', usage: { inputTokens: 0, outputTokens: 0 } };
    },
    async close() {},
  };
}
