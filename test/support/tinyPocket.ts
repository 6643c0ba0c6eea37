import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLOAT, INT64, node, onnxModel, tensor, value } from '../../server/speech/onnx/model.ts';

/** Numbers of a frame, of an embedding and of what the model remembers. */
const LATENT = 32;
const EMBEDDING = 1024;
const MEMORY = 4;
/** A frame is 80 ms at 24 kHz, and each token of the text is one. */
const FRAME = 1920;

/** A matrix that puts each of the first inputs where it is told, or takes it from there. */
const places = (rows: number, columns: number, ones: [row: number, column: number][]) => {
  const values = new Float32Array(rows * columns);
  for (const [row, column] of ones) values[row * columns + column] = 1;
  return values;
};
const scalar = (name: string, number: number) => tensor(name, Float32Array.of(number));
const list = (name: string, ...numbers: number[]) =>
  tensor(name, BigInt64Array.from(numbers, BigInt), [numbers.length]);

export interface TinyPocket {
  /** Makes the largest file larger by weights that nothing uses. */
  ballastBytes?: number;
  /** It never says that its text has ended. */
  endless?: boolean;
  /** All it says is silence. */
  silent?: boolean;
}

/**
 * Writes a model as Pocket's for sherpa-onnx are, in a folder of its own: five networks that take and give what real
 * ones do, with constant weights. It hums a frame for each token, as high as the recording it was given is bright.
 */
export function writeTinyPocket(folder: string, options: TinyPocket = {}): void {
  mkdirSync(folder, { recursive: true });
  const { ballastBytes = 0, endless = false, silent = false } = options;
  const files = {
    'encoder.onnx': encoder(),
    'text_conditioner.onnx': textConditioner(),
    'lm_main.int8.onnx': languageModel(ballastBytes, endless),
    'lm_flow.int8.onnx': flow(),
    'decoder.int8.onnx': decoder(silent),
    ...vocabulary(),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

/** Every byte is a token, and so are the letters, and the mark of a space. */
function vocabulary() {
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  );
  const tokens = [...bytes, '▁', ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return {
    'vocab.json': JSON.stringify(Object.fromEntries(tokens.map((token, id) => [token, id]))),
    'token_scores.json': JSON.stringify(
      Object.fromEntries(tokens.map((token) => [token, token.startsWith('<0x') ? -10 : -1])),
    ),
  };
}

/** From a recording to one embedding: how bright it sounds, and a one that counts the recordings. */
function encoder(): Buffer {
  return onnxModel({
    inputs: [value('audio', FLOAT, [1, 1, 'samples'])],
    outputs: [value('embedding', FLOAT, [1, 'frames', EMBEDDING])],
    weights: [
      list('zero', 0),
      list('one', 1),
      list('two', 2),
      list('last', -1),
      list('end', Number.MAX_SAFE_INTEGER),
      list('shape', 1, 1, 1),
      scalar('little', 1e-6),
      scalar('lower', 0.25),
      tensor('unit', Float32Array.of(1), [1, 1, 1]),
      tensor(
        'spread',
        places(2, EMBEDDING, [
          [0, 2],
          [1, 3],
        ]),
        [2, EMBEDDING],
      ),
    ],
    nodes: [
      node('Slice', ['audio', 'one', 'end', 'two'], 'later'),
      node('Slice', ['audio', 'zero', 'last', 'two'], 'earlier'),
      node('Sub', ['later', 'earlier'], 'steps'),
      node('Abs', ['steps'], 'stepSizes'),
      node('ReduceMean', ['stepSizes'], 'stepSize', { keepdims: 0 }),
      node('Abs', ['audio'], 'levels'),
      node('ReduceMean', ['levels'], 'level', { keepdims: 0 }),
      node('Add', ['level', 'little'], 'some'),
      node('Div', ['stepSize', 'some'], 'brightness'),
      node('Mul', ['brightness', 'lower'], 'tone'),
      node('Reshape', ['tone', 'shape'], 'toneIn'),
      node('Concat', ['toneIn', 'unit'], 'facts', { axis: 2 }),
      node('MatMul', ['facts', 'spread'], 'embedding'),
    ],
  });
}

/** From tokens to embeddings: a one that counts them, and their number. */
function textConditioner(): Buffer {
  return onnxModel({
    inputs: [value('token_ids', INT64, [1, 'tokens'])],
    outputs: [value('embeddings', FLOAT, [1, 'tokens', EMBEDDING])],
    weights: [
      list('last', 2),
      scalar('zero', 0),
      scalar('one', 1),
      tensor(
        'spread',
        places(2, EMBEDDING, [
          [0, 0],
          [1, 1],
        ]),
        [2, EMBEDDING],
      ),
    ],
    nodes: [
      node('Cast', ['token_ids'], 'numbers', { to: FLOAT }),
      node('Unsqueeze', ['numbers', 'last'], 'column'),
      node('Mul', ['column', 'zero'], 'zeros'),
      node('Add', ['zeros', 'one'], 'ones'),
      node('Concat', ['ones', 'column'], 'facts', { axis: 2 }),
      node('MatMul', ['facts', 'spread'], 'embeddings'),
    ],
  });
}

/**
 * Remembers the sum of all embeddings (tokens, their numbers, tone, recordings) and how many frames there were; gives
 * the next frame's conditioning, and whether the text has ended.
 */
function languageModel(ballastBytes: number, endless: boolean): Buffer {
  return onnxModel({
    inputs: [
      value('sequence', FLOAT, [1, 'frames', LATENT]),
      value('text_embeddings', FLOAT, [1, 'tokens', EMBEDDING]),
      value('state_0', FLOAT, [1, MEMORY]),
      value('state_1', FLOAT, [1]),
    ],
    outputs: [
      value('conditioning', FLOAT, [1, LATENT]),
      value('eos_logit', FLOAT, [1, 1]),
      value('out_state_0', FLOAT, [1, MEMORY]),
      value('out_state_1', FLOAT, [1]),
    ],
    weights: [
      list('axis', 1),
      list('tokensAt', 0),
      list('toneAt', 2),
      scalar('wobble', 0.05),
      scalar('one', 1),
      scalar('threshold', endless ? 1e6 : 4),
      tensor(
        'gather',
        places(EMBEDDING, MEMORY, [
          [0, 0],
          [1, 1],
          [2, 2],
          [3, 3],
        ]),
        [EMBEDDING, MEMORY],
      ),
      tensor('toLatent', places(1, LATENT, [[0, 0]]), [1, LATENT]),
      ...(ballastBytes ? [tensor('ballast', new Float32Array(ballastBytes / 4), [ballastBytes / 4])] : []),
    ],
    nodes: [
      node('ReduceSum', ['text_embeddings', 'axis'], 'heard', { keepdims: 0 }),
      node('MatMul', ['heard', 'gather'], 'news'),
      node('Add', ['state_0', 'news'], 'out_state_0'),
      node('Shape', ['sequence'], 'dims'),
      node('Gather', ['dims', 'axis'], 'framesNow'),
      node('Cast', ['framesNow'], 'frames', { to: FLOAT }),
      node('Add', ['state_1', 'frames'], 'out_state_1'),
      // The melody: each frame a little higher or lower, by what the text is and how far it is.
      node('Gather', ['out_state_0', 'axis'], 'numbersSum', { axis: 1 }),
      node('Add', ['numbersSum', 'out_state_1'], 'place'),
      node('Sin', ['place'], 'swing'),
      node('Mul', ['swing', 'wobble'], 'little'),
      node('Add', ['little', 'one'], 'factor'),
      node('Gather', ['out_state_0', 'toneAt'], 'tone', { axis: 1 }),
      node('Mul', ['tone', 'factor'], 'toneNow'),
      node('MatMul', ['toneNow', 'toLatent'], 'conditioning'),
      node('Gather', ['out_state_0', 'tokensAt'], 'tokens', { axis: 1 }),
      node('Sub', ['out_state_1', 'tokens'], 'over'),
      node('Sub', ['over', 'threshold'], 'eos_logit'),
    ],
  });
}

/** The way from noise to the frame: at its last step all that is left. */
function flow(): Buffer {
  return onnxModel({
    inputs: [
      value('c', FLOAT, [1, LATENT]),
      value('s', FLOAT, [1, 1]),
      value('t', FLOAT, [1, 1]),
      value('x', FLOAT, [1, LATENT]),
    ],
    outputs: [value('flow_dir', FLOAT, [1, LATENT])],
    weights: [scalar('one', 1)],
    nodes: [
      node('Sub', ['c', 'x'], 'way'),
      node('Sub', ['one', 's'], 'time'),
      node('Div', ['way', 'time'], 'direction'),
      // Real ones take the end of the step too.
      node('Sub', ['t', 't'], 'nothing'),
      node('Add', ['direction', 'nothing'], 'flow_dir'),
    ],
  });
}

/** From frames to sound: the first number of each is its tone, in radians a sample. */
function decoder(silent: boolean): Buffer {
  return onnxModel({
    inputs: [value('latent', FLOAT, [1, 'frames', LATENT]), value('state_0', FLOAT, [1])],
    outputs: [value('audio_frame', FLOAT, [1, 1, 'samples']), value('out_state_0', FLOAT, [1])],
    weights: [
      tensor(
        'time',
        Float32Array.from({ length: FRAME }, (_, sample) => sample),
        [1, FRAME],
      ),
      tensor('first', places(LATENT, 1, [[0, 0]]), [LATENT, 1]),
      list('shape', 1, 1, -1),
      scalar('level', silent ? 0 : 0.3),
      scalar('one', 1),
    ],
    nodes: [
      node('MatMul', ['latent', 'first'], 'tones'),
      node('MatMul', ['tones', 'time'], 'phases'),
      node('Sin', ['phases'], 'sines'),
      node('Mul', ['sines', 'level'], 'wave'),
      node('Reshape', ['wave', 'shape'], 'audio_frame'),
      node('Add', ['state_0', 'one'], 'out_state_0'),
    ],
  });
}
