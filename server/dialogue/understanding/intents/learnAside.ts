import { once } from 'node:events';
import type { Intent } from '../../../../shared/dialogue/intents.ts';
import { startThread } from '../../../thread.ts';
import type { Learned } from './learn.ts';

/** Learns intents on a thread of its own, which keeps no process alive. Rejects when the thread fails. */
export async function learnAside(): Promise<Learned<Intent>> {
  const thread = startThread('learnThread', import.meta.url);
  thread.unref();
  const ended = new AbortController();
  thread.once('exit', () => ended.abort(new Error('the thread that learns intents ended')));
  const [found] = (await once(thread, 'message', { signal: ended.signal })) as [Learned<Intent>];
  return found;
}
