import { describeEngines } from '../../engines/describe.ts';
import { type EnginesOptions, openEngines } from '../../engines/engines.ts';
import type { SpeechAccounts } from '../contract.ts';
import type { Reader } from '../reading/openReader.ts';
import type { VoiceActivity } from '../voiceActivity.ts';
import { listenersFor } from './candidates.ts';
import type { Recognition, SpeechRecognizer } from './contract.ts';
import { hearStream } from './hearStream.ts';
import { transcribeParts } from './transcribeParts.ts';

export interface RecognitionOptions extends EnginesOptions<SpeechRecognizer> {
  reader: Reader;
  /** Stays the caller's. */
  detector: VoiceActivity;
  accounts: SpeechAccounts;
}

/** A part of a recording that is told as soon as it is understood. */
const PART_MS = 30_000;

/** Everything the rest of the product needs of recognition. Closing it closes the engines, and the reader. */
export function openRecognition(options: RecognitionOptions): Recognition {
  const { reader, detector, accounts } = options;
  const engines = openEngines('recognition', options);

  const parts: (partMs?: number) => Recognition['parts'] = (partMs) =>
    async function* (recording, request) {
      const listeners = listenersFor(await engines.of(request.workspaceId), request);
      const more = partMs === undefined ? {} : { partMs };
      return yield* transcribeParts(recording, request, { listeners, detector, accounts, ...more });
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
        listeners: async () =>
          listenersFor(await engines.of(request.workspaceId), { ...request, live: true }),
        accounts,
      }),
    async recognizers(workspaceId) {
      return (await engines.of(workspaceId)).map(({ desk: { engine } }) => ({
        id: engine.id,
        name: engine.name,
        kind: engine.kind,
        languages: engine.languages,
        abilities: engine.abilities,
      }));
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
