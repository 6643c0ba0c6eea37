import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLOAT, INT64, node, onnxModel, tensor, value } from '../../server/speech/onnx/model.ts';

/** Mel bins of the features that the library computes. */
const BINS = 80;
/** What it knows: a tone of this frequency is this word. */
export const TONES = [
  { word: 'one', hz: 350 },
  { word: 'two', hz: 750 },
  { word: 'three', hz: 1_300 },
  { word: 'four', hz: 2_100 },
  { word: 'five', hz: 3_200 },
] as const;
const RATE_HZ = 16_000;
/** One frame of so many is looked at, as in real models. */
const SUBSAMPLING = 4;
const BLANK = TONES.length;
/** Half of a tone's band, in bins. */
const REACH = 3;
/** Of the features, which are logarithms of power: what is louder than this is a word. */
const LOUD = -10;

const mel = (hz: number) => 1127 * Math.log(1 + hz / 700);

/** Which bin a tone falls into, of a filter bank between these frequencies. */
function binOf(hz: number, lowHz: number, highHz: number): number {
  return ((mel(hz) - mel(lowHz)) / (mel(highHz) - mel(lowHz))) * (BINS + 1) - 1;
}

/** From features of each frame to how much each word is heard; its sixth “word” is nothing. */
function weights(lowHz: number, highHz: number) {
  const table = new Float32Array(BINS * (TONES.length + 1));
  for (const [index, { hz }] of TONES.entries()) {
    const middle = Math.round(binOf(hz, lowHz, highHz));
    for (let bin = middle - REACH; bin <= middle + REACH; bin++)
      table[bin * (TONES.length + 1) + index] = 1 / (2 * REACH + 1);
  }
  const bias = new Float32Array(TONES.length + 1);
  bias[BLANK] = LOUD;
  const list = (name: string, number: number) => tensor(name, BigInt64Array.of(BigInt(number)), [1]);
  return [
    tensor('table', table, [BINS, TONES.length + 1]),
    tensor('bias', bias, [TONES.length + 1]),
    list('first', 0),
    list('last', 2 ** 31),
    list('axis', 1),
    list('step', SUBSAMPLING),
  ];
}

const OF_FRAMES = [
  node('Transpose', ['audio_signal'], 'frames', { perm: [0, 2, 1] }),
  node('Slice', ['frames', 'first', 'last', 'axis', 'step'], 'fewer'),
  node('MatMul', ['fewer', 'table'], 'heard'),
  node('Add', ['heard', 'bias'], 'scores'),
  node('LogSoftmax', ['scores'], 'logprobs', { axis: 2 }),
];

function writeTokens(folder: string): void {
  const lines = [...TONES.map(({ word }, id) => `▁${word} ${id}`), `<blk> ${BLANK}`];
  writeFileSync(join(folder, 'tokens.txt'), `${lines.join('\n')}\n`);
}

const WIDTH = 1024;

/** Layers that only compute: what comes out of them counts nothing, and takes the time of a real model. */
function layersOf(count: number) {
  if (count === 0) return { nodes: OF_FRAMES, weights: [] };
  const square = Float32Array.from({ length: WIDTH * WIDTH }, (_, n) => Math.sin(n) / WIDTH);
  const widen = Float32Array.from({ length: BINS * WIDTH }, (_, n) => Math.sin(n) / BINS);
  const inside = Array.from({ length: count }, (_, n) =>
    node('MatMul', [`layer${n}`, 'square'], `layer${n + 1}`),
  );
  const score = OF_FRAMES.length - 1;
  return {
    nodes: [
      ...OF_FRAMES.slice(0, score),
      node('MatMul', ['fewer', 'widen'], 'layer0'),
      ...inside,
      node('ReduceMean', [`layer${count}`], 'mean', { axes: [2], keepdims: 1 }),
      node('Mul', ['mean', 'nothing'], 'none'),
      node('Add', ['scores', 'none'], 'scored'),
      node('LogSoftmax', ['scored'], 'logprobs', { axis: 2 }),
    ],
    weights: [
      tensor('square', square, [WIDTH, WIDTH]),
      tensor('widen', widen, [BINS, WIDTH]),
      tensor('nothing', Float32Array.of(0)),
    ],
  };
}

/**
 * Writes a recogniser of recordings as NeMo's CTC models for sherpa-onnx are: it understands five tones. Each layer
 * beside takes it 50 million operations more for a second of sound.
 */
export function writeTinyRecognizer(folder: string, { layers = 0 } = {}): void {
  mkdirSync(folder, { recursive: true });
  const more = layersOf(layers);
  const bytes = onnxModel({
    inputs: [value('audio_signal', FLOAT, ['B', BINS, 'T']), value('length', INT64, ['B'])],
    outputs: [value('logprobs', FLOAT, ['B', 'T', BLANK + 1])],
    weights: [...weights(0, 8_000), ...more.weights],
    nodes: more.nodes,
    metadata: {
      model_type: 'EncDecCTCModelBPE',
      vocab_size: String(BLANK + 1),
      subsampling_factor: String(SUBSAMPLING),
      normalize_type: '',
    },
  });
  writeFileSync(join(folder, 'model.onnx'), bytes);
  writeTokens(folder);
}

/** The same for sound that comes piece by piece. */
export function writeTinyStreamingRecognizer(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const cache = [1, 2, 3];
  const dims = (name: string) =>
    Object.fromEntries(cache.map((dim) => [`cache_last_${name}_dim${dim}`, String(dim)]));
  const bytes = onnxModel({
    inputs: [
      value('audio_signal', FLOAT, ['B', BINS, 'T']),
      value('length', INT64, ['B']),
      value('cache_last_channel', FLOAT, ['B', ...cache]),
      value('cache_last_time', FLOAT, ['B', ...cache]),
      value('cache_last_channel_len', INT64, ['B']),
    ],
    outputs: [
      value('logprobs', FLOAT, ['B', 'T', BLANK + 1]),
      value('encoded_lengths', INT64, ['B']),
      value('cache_last_channel_next', FLOAT, ['B', ...cache]),
      value('cache_last_time_next', FLOAT, ['B', ...cache]),
      value('cache_last_channel_next_len', INT64, ['B']),
    ],
    weights: weights(0, 8_000),
    nodes: [
      ...OF_FRAMES,
      node('Identity', ['length'], 'encoded_lengths'),
      node('Identity', ['cache_last_channel'], 'cache_last_channel_next'),
      node('Identity', ['cache_last_time'], 'cache_last_time_next'),
      node('Identity', ['cache_last_channel_len'], 'cache_last_channel_next_len'),
    ],
    metadata: {
      model_type: 'EncDecCTCModelBPE',
      vocab_size: String(BLANK),
      subsampling_factor: String(SUBSAMPLING),
      normalize_type: '',
      window_size: '16',
      chunk_shift: '16',
      ...dims('channel'),
      ...dims('time'),
    },
  });
  writeFileSync(join(folder, 'model.onnx'), bytes);
  writeTokens(folder);
}

/** Says words as tones: each so long, with a silence behind it. Mono, −1 to 1, at 16 kHz. */
export function tones(
  words: readonly string[],
  { wordMs = 300, gapMs = 200, rateHz = RATE_HZ } = {},
): Float32Array {
  const wordSamples = (wordMs * rateHz) / 1000;
  const step = ((wordMs + gapMs) * rateHz) / 1000;
  const samples = new Float32Array(Math.round(step * words.length));
  for (const [index, word] of words.entries()) {
    const hz = TONES.find((tone) => tone.word === word)?.hz;
    if (hz === undefined) throw new Error(`There is no tone for ${word}.`);
    for (let n = 0; n < wordSamples; n++) {
      const edge = Math.min(1, n / 400, (wordSamples - n) / 400);
      samples[Math.round(index * step) + n] = 0.3 * edge * Math.sin((2 * Math.PI * hz * n) / rateHz);
    }
  }
  return samples;
}
