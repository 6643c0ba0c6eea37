import { describeEngines } from '../../engines/describe.ts';
import { type EnginesOptions, openEngines } from '../../engines/engines.ts';
import { inOrder } from '../../engines/inOrder.ts';
import type { SpeechAccounts } from '../contract.ts';
import type { Reader } from '../reading/openReader.ts';
import type { VoiceActivity } from '../voiceActivity.ts';
import { listenersFor, type Wanted } from './candidates.ts';
import type { Recognition, SpeechRecognizer } from './contract.ts';
import { hearStream } from './hearStream.ts';
import { transcribeParts } from './transcribeParts.ts';

export interface RecognitionOptions extends EnginesOptions<SpeechRecognizer> {
  /** Ids of recognisers, as the workspace prefers them; empty: as they are set up. Read for each request. */
  listenerOrder(workspaceId: string): Promise<readonly string[]>;
  reader: Reader;
  /** Stays the caller's. */
  detector: VoiceActivity;
  accounts: SpeechAccounts;
}

/** A part of a recording that is told as soon as it is understood. */
const PART_MS = 30_000;

/** Everything the rest of the product needs of recognition. Closing it closes the engines, and the reader. */
export function openRecognition(options: RecognitionOptions): Recognition {
  const { reader, detector, accounts, listenerOrder } = options;
  const engines = openEngines('recognition', options);
  const listeners = async (request: Wanted & { workspaceId: string }) => {
    const [open, order] = await Promise.all([
      engines.of(request.workspaceId),
      listenerOrder(request.workspaceId),
    ]);
    return listenersFor(open, request, order);
  };

  const parts: (partMs?: number) => Recognition['parts'] = (partMs) =>
    async function* (recording, request) {
      const more = partMs === undefined ? {} : { partMs };
      const able = await listeners(request);
      return yield* transcribeParts(recording, request, { listeners: able, detector, accounts, ...more });
    };
  const wholeParts = parts();

  return {
    read: (bytes, signal) => reader.read(bytes, signal),
    parts: parts(PART_MS),
    async transcribe(recording, request) {
      const each = wholeParts(recording, request);
      for (;;) {
        const next = await each.next();
        if (next.done) return next.value;
      }
    },
    stream: (request) =>
      hearStream(request, {
        listeners: () => listeners({ ...request, live: true }),
        accounts,
      }),
    async recognizers(workspaceId) {
      const [open, order] = await Promise.all([engines.of(workspaceId), listenerOrder(workspaceId)]);
      const preferred = inOrder(open, order);
      const rest = open.filter((one) => !preferred.includes(one));
      return [...preferred, ...rest].map((one) => {
        const { id, name, kind, languages, abilities } = one.desk.engine;
        return { id, name, kind, languages, abilities, preferred: preferred.includes(one) };
      });
    },
    engines: (workspaceId) => describeEngines(engines, workspaceId),
    look: engines.look,
    changed: engines.changed,
    async close() {
      await engines.close();
      await reader.close();
    },
  };
}
