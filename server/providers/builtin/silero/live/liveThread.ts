import { parentPort } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { MU_LAW_SAMPLES } from '../../../../../shared/audio/muLaw.ts';
import { leanModel } from '../leanModel.ts';
import { readModel, STATE, sileroSizes } from '../model.ts';
import { CHUNK_SAMPLES, judgeChunk, msOf, newOnset, type OnsetState, RATE_HZ } from './onset.ts';
import { LINES_PER_SLAB, Slab } from './rings.ts';

/** From the thread of the sockets: memory for more lines, or the order to end. */
export type ToLiveThread = { type: 'slab'; memory: SharedArrayBuffer } | { type: 'end' };
/** One pass over all lines: what changed on which. */
export interface FromLiveThread {
  changes: { slab: number; line: number; opening: number; speech: 'start' | 'end'; atMs: number }[];
}

const { context: CONTEXT } = sileroSizes(RATE_HZ);
const WIDTH = CONTEXT + CHUNK_SAMPLES;
/** More at once make each no cheaper, and the first of them wait. */
const MOST_AT_ONCE = 128;
/**
 * From one look to the next. A run of the model costs much the same for three lines as for thirty: what waits a
 * little is judged together.
 */
const LOOK_MS = 8;

/** What the model and its judge remember of a line. */
interface Memory {
  opening: number;
  samples: number;
  context: Float32Array;
  /** Of the model's two layers. */
  state: Float32Array;
  onset: OnsetState;
}

const slabs: { slab: Slab; memories: (Memory | undefined)[] }[] = [];
let ended = false;

const port = parentPort!;
port.on('message', (message: ToLiveThread) => {
  if (message.type === 'slab')
    slabs.push({ slab: new Slab(message.memory), memories: new Array(LINES_PER_SLAB).fill(undefined) });
  else ended = true;
});

const session = await InferenceSession.create(leanModel(await readModel(), RATE_HZ), {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
});

while (!ended) {
  const beganMs = performance.now();
  const waiting = [...linesThatWait()];
  const changes: FromLiveThread['changes'] = [];
  for (let from = 0; from < waiting.length; from += MOST_AT_ONCE)
    await judge(waiting.slice(from, from + MOST_AT_ONCE), changes);
  if (changes.length > 0) port.postMessage({ changes } satisfies FromLiveThread);
  const restMs = Math.max(0, LOOK_MS - (performance.now() - beganMs));
  await new Promise((resolve) => setTimeout(resolve, restMs));
}
port.close();

interface Waiting {
  slab: Slab;
  slabIndex: number;
  line: number;
  memory: Memory;
}

/** Each line at most once, however much of it waits: draining one that is behind would put all others behind. */
function* linesThatWait(): Generator<Waiting> {
  for (const [slabIndex, { slab, memories }] of slabs.entries()) {
    for (let line = 0; line < LINES_PER_SLAB; line++) {
      const opening = slab.opening(line);
      if (opening === 0) {
        memories[line] = undefined;
        continue;
      }
      if (slab.waiting(line) < CHUNK_SAMPLES) continue;
      let memory = memories[line];
      if (memory?.opening !== opening) {
        memory = {
          opening,
          samples: 0,
          context: new Float32Array(CONTEXT),
          state: new Float32Array(2 * STATE),
          onset: newOnset(),
        };
        memories[line] = memory;
      }
      yield { slab, slabIndex, line, memory };
    }
  }
}

async function judge(lines: readonly Waiting[], changes: FromLiveThread['changes']): Promise<void> {
  const count = lines.length;
  const input = new Float32Array(count * WIDTH);
  const state = new Float32Array(2 * count * STATE);
  for (const [row, { slab, line, memory }] of lines.entries()) {
    const chunk = input.subarray(row * WIDTH, (row + 1) * WIDTH);
    chunk.set(memory.context);
    slab.read(line, MU_LAW_SAMPLES, chunk.subarray(CONTEXT));
    memory.context.set(chunk.subarray(WIDTH - CONTEXT));
    state.set(memory.state.subarray(0, STATE), row * STATE);
    state.set(memory.state.subarray(STATE), (count + row) * STATE);
  }
  const { output, stateN } = await session.run({
    input: new Tensor('float32', input, [count, WIDTH]),
    state: new Tensor('float32', state, [2, count, STATE]),
  });
  const next = stateN!.data as Float32Array;
  for (const [row, { slabIndex, line, memory }] of lines.entries()) {
    memory.state.set(next.subarray(row * STATE, (row + 1) * STATE));
    memory.state.set(next.subarray((count + row) * STATE, (count + row + 1) * STATE), STATE);
    const chunk = input.subarray(row * WIDTH + CONTEXT, (row + 1) * WIDTH);
    const change = judgeChunk(memory.onset, Number(output!.data[row]), memory.samples, chunk);
    memory.samples += CHUNK_SAMPLES;
    if (change)
      changes.push({
        slab: slabIndex,
        line,
        opening: memory.opening,
        speech: change.speech,
        atMs: msOf(change.atSample),
      });
  }
}
