import type { SpeechEngineKind } from '../../speech/contract.ts';
import { openEnginePool } from '../../speech/processes/engineProcess.ts';
import { missingLibrary } from './library.ts';
import type { Family } from './modelFiles.ts';
import { openNeuralEngine } from './neuralEngine.ts';
import type { Places, SherpaReply, SherpaRequest } from './sherpaChild.ts';
import { type FoundModel, VoiceFolder } from './voiceFolder.ts';

export interface NeuralVoicesOptions {
  /** Where voices are put, each as two files or in a folder of its own; may be missing. */
  folder: string;
  processes: number;
  /** For the models of all processes together. */
  memoryLimitBytes: number;
}

/** Neural voices on this machine. */
export interface NeuralVoices {
  /** Kinds of engines, there while there are voices for them. */
  kinds: SpeechEngineKind[];
  /** What lies in the folder, broken files with what is wrong with them. */
  models(): Promise<readonly FoundModel[]>;
  /** After files were added: looks at once. */
  refresh(): Promise<void>;
  /** After a voice's files were removed: what was made of them goes too. */
  forget(family: Family, name: string): Promise<void>;
  close(): Promise<void>;
}

const FAMILIES: { family: Family; name: string; hint: string }[] = [
  {
    family: 'piper',
    name: 'Piper voices',
    hint: 'Fetch a voice under “More voices”, or put the two files of a Piper voice (.onnx and .onnx.json) into the folder voices of the data folder.',
  },
  {
    family: 'kokoro',
    name: 'Kokoro voices',
    hint: 'Put a Kokoro model as sherpa-onnx offers it (model.onnx, voices.bin, tokens.txt) into a folder of its own in the folder voices of the data folder.',
  },
  {
    family: 'pocket',
    name: 'Pocket TTS',
    hint: 'Makes voices of recordings, in English, on this machine: fetch “Pocket TTS” under “More voices”, or unpack the Pocket model as sherpa-onnx offers it (sherpa-onnx-pocket-tts-int8-2026-01-26) into a folder of its own in the folder voices of the data folder.',
  },
];

/** A synthesis takes less than this for a sentence; starting anew would load the model again. */
const GRACE_MS = 1_000;
/** The runtime and the library themselves. */
const OVERHEAD_BYTES = 300 * 2 ** 20;

/** Opens what speaks neural voices; no process starts before there is a voice. */
export function openNeuralVoices({
  folder: path,
  processes,
  memoryLimitBytes,
}: NeuralVoicesOptions): NeuralVoices {
  const perProcess = Math.floor(memoryLimitBytes / processes);
  const pool = openEnginePool<SherpaRequest, SherpaReply>({
    name: 'neural voices',
    entry: new URL('./sherpaChild.ts', import.meta.url),
    processes,
    graceMs: GRACE_MS,
    memoryLimitBytes: perProcess + OVERHEAD_BYTES,
    execArgv: ['--expose-gc'],
  });
  const folder = new VoiceFolder(path, pool);
  const places: Places = { voicesFolder: path, workFolder: folder.workFolder, memoryLimitBytes: perProcess };
  const missing = missingLibrary();
  return {
    kinds: FAMILIES.map(({ family, name, hint }) => ({
      id: family,
      name,
      kind: 'local',
      hint: missing ? `Install the optional package ${missing} for neural voices on this machine.` : hint,
      settings: [],
      get open() {
        if (missing || !folder.has(family)) return undefined;
        return () => openNeuralEngine({ family, name, folder, pool, places });
      },
    })),
    models: () => folder.models(),
    refresh: async () => void (await folder.refresh()),
    forget: (family, name) => folder.forget(family, name),
    close: () => pool.close(),
  };
}
