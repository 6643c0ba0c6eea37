import type { TriedRecognizer } from '../../../shared/api/engineTries.ts';
import type { Caller } from '../../caller.ts';
import { notFound } from '../../problem.ts';
import { type HearingDeps, hear } from './hear.ts';

/**
 * What one recogniser hears in a file, and how long that took: nobody stands in for it. One that takes no dictation
 * listens for what may begin a conversation. Throws `not-found` where it is not set up, and what reading and
 * recognising throw.
 */
export async function tryRecognizer(
  deps: HearingDeps,
  caller: Caller,
  { id, bytes, signal }: { id: string; bytes: Buffer; signal: AbortSignal },
): Promise<TriedRecognizer> {
  const recognizers = await deps.recognition.recognizers(caller.workspaceId);
  const recognizer = recognizers.find((one) => one.id === id);
  if (!recognizer) throw notFound('engine');
  const recording = await deps.recognition.read(bytes, signal);
  const startedAt = performance.now();
  const { text, empty } = await hear(deps, caller, recording, {
    purpose: 'test',
    only: id,
    ...(recognizer.abilities.dictation ? {} : { conversationId: null }),
    signal,
  });
  return { text, reason: empty, tookMs: performance.now() - startedAt };
}
