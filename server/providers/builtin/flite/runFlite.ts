import {
  ConsoleStdout,
  Directory,
  File,
  type Inode,
  OpenFile,
  PreopenDirectory,
  WASI,
} from '@bjorn3/browser_wasi_shim';
import { loadProgram, type Program } from './program.ts';

/** The program that all runs use, one after the other: a run is over before anything else happens. */
let loaded: Promise<Program> | undefined;

export interface FliteOutput {
  printed: string;
  samples: Float32Array;
  sampleRateHz: number;
}

/**
 * Runs the program once with a text, which it gets as the value of `-t` and so never as an option or a file.
 * It sees no file system but one empty folder in memory, no clock that matters and no environment, and nothing of
 * the runs before.
 */
export async function runFlite(
  voice: string,
  options: readonly string[],
  text: string,
): Promise<FliteOutput> {
  for (;;) {
    loaded ??= loadProgram();
    const mine = loaded;
    const program = await mine.catch(() => undefined);
    if (program && !program.spent) return runIn(program, voice, options, text);
    if (loaded === mine) loaded = undefined;
    // Whatever it was, whoever asks next may have more luck.
    if (!program) await mine;
  }
}

/** The same in a program that was loaded for it. */
export function runIn(
  program: Program,
  voice: string,
  options: readonly string[],
  text: string,
): FliteOutput {
  const printed: string[] = [];
  const printer = ConsoleStdout.lineBuffered((line) => printed.push(line));
  const folder = new Map<string, Inode>();
  const wasi = new WASI(
    ['flite', '-voice', voice, ...options, '-t', text, '/out/speech.wav'],
    [],
    [
      new OpenFile(new File([])),
      printer,
      ConsoleStdout.lineBuffered(() => undefined),
      new PreopenDirectory('/out', folder),
    ],
    { debug: false },
  );
  const code = program.run(wasi);
  const wave = folder.get('speech.wav');
  if (code !== 0 || wave instanceof Directory || !(wave instanceof File))
    throw new Error(`flite ended with ${code}`);
  return { printed: printed.join('\n'), ...readWave(wave.data) };
}

/** Flite always writes the plain 44-byte header and 16-bit mono. */
function readWave(bytes: Uint8Array): { samples: Float32Array; sampleRateHz: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array(Math.max(0, (bytes.byteLength - 44) >> 1));
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(44 + 2 * i, true) / 32768;
  return { samples, sampleRateHz: view.getUint32(24, true) };
}
