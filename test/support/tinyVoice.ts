import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../server/simulator/seededRandom.ts';
import { FLOAT, INT64, node, onnxModel, tensor, value } from '../../server/speech/onnx/model.ts';

/** The sounds it knows: as many as real voices have, and each has an own random tone. */
const SYMBOLS = [
  ..."_^$ !'(),-.:;?abcdefhijklmnopqrstuvwxyzæçðøħŋœɐɑɒɓɔɕɖɗɘəɚɛɜɞɟɠɡɢɣɤɥɦɧɨɪɫɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʄʈʉʊʋʌʍʎʏʐʑʒʔʕʘʙʛʜʝʟʡʢˈˌːˑ˞βθχᵻⱱ",
];
const IDS = 256;
export const TINY_RATE_HZ = 16_000;
/** Samples of each sound at normal speed. */
const HOP = 640;

const scalar = (name: string, number: number) => tensor(name, Float32Array.of(number));
const index = (name: string, number: number) => tensor(name, BigInt64Array.of(BigInt(number)));

export interface TinyPiper {
  name?: string;
  speakers?: string[];
  lengthScale?: number;
  /** Makes the file larger by weights that nothing uses. */
  ballastBytes?: number;
  /** Layers that only compute: each takes two million operations for a sound of the text. */
  layers?: number;
  seed?: number;
}

/** A tone for each sound, and how loud it is: random numbers where a real voice has learnt ones. */
function randomWeights(seed: number) {
  const random = seededRandom(seed);
  const share = () => random.number(1_000) / 1_000;
  return [
    tensor(
      'tones',
      Float32Array.from({ length: IDS }, () => 0.03 + 0.12 * share()),
      [IDS],
    ),
    tensor(
      'levels',
      Float32Array.from({ length: IDS }, (_, id) => (id < 3 ? 0.1 : 0.2 + 0.2 * share())),
      [IDS],
    ),
  ];
}

/** From `ids` (int64), `hop` (samples of each) and `shift` (factor on the tones) to `wave`, as long as all together. */
const SOUND_OF_IDS = [
  node('Reshape', ['ids', 'flat'], 'list'),
  node('Size', ['list'], 'size'),
  node('Cast', ['size'], 'count', { to: FLOAT }),
  node('Mul', ['count', 'hop'], 'exact'),
  node('Floor', ['exact'], 'total'),
  node('Range', ['zero', 'total', 'one'], 'time'),
  node('Div', ['time', 'hop'], 'place'),
  node('Floor', ['place'], 'placeBelow'),
  node('Cast', ['placeBelow'], 'placeOf', { to: INT64 }),
  node('Sub', ['size', 'first'], 'lastPlace'),
  node('Min', ['placeOf', 'lastPlace'], 'placeIn'),
  node('Gather', ['list', 'placeIn'], 'idAt'),
  node('Gather', ['tones', 'idAt'], 'tone'),
  node('Mul', ['tone', 'shift'], 'shifted'),
  node('Mul', ['time', 'shifted'], 'phase'),
  node('Sin', ['phase'], 'sine'),
  node('Gather', ['levels', 'idAt'], 'level'),
  node('Mul', ['sine', 'level'], 'wave'),
];
const CONSTANTS = [
  tensor('flat', BigInt64Array.of(-1n), [1]),
  tensor('shape', BigInt64Array.of(1n, 1n, -1n), [3]),
  scalar('zero', 0),
  scalar('one', 1),
  scalar('hopBefore', HOP),
  scalar('quarter', 0.25),
  scalar('hiss', 0.02),
  index('none', 0),
  index('first', 1),
];

const WIDTH = 1024;

/** From `ids` and `dry` to `sound`, which is `dry` and takes the time of a real model. */
function layersOf(count: number) {
  if (count === 0) return { nodes: [node('Identity', ['dry'], 'sound')], weights: [] };
  const numbers = (length: number) => Float32Array.from({ length }, (_, n) => Math.sin(n) / WIDTH);
  return {
    nodes: [
      node('Gather', ['embedding', 'list'], 'layer0'),
      ...Array.from({ length: count }, (_, n) => node('MatMul', [`layer${n}`, 'square'], `layer${n + 1}`)),
      node('ReduceMean', [`layer${count}`], 'mean', { keepdims: 0 }),
      node('Mul', ['mean', 'zero'], 'silent'),
      node('Add', ['dry', 'silent'], 'sound'),
    ],
    weights: [
      tensor('embedding', numbers(IDS * WIDTH), [IDS, WIDTH]),
      tensor('square', numbers(WIDTH * WIDTH), [WIDTH, WIDTH]),
    ],
  };
}

/**
 * Writes a voice as Piper's are: its model and its configuration, with random weights. It sounds like beeps, one for
 * each sound, and takes the same inputs in the same way. Returns its name.
 */
export function writeTinyPiper(folder: string, options: TinyPiper = {}): string {
  const { name = 'en_US-tiny-low', speakers = [], lengthScale = 1, ballastBytes = 0, seed = 1 } = options;
  const more = layersOf(options.layers ?? 0);
  const several = speakers.length > 1;
  const bytes = onnxModel({
    inputs: [
      value('input', INT64, [1, 'sounds']),
      value('input_lengths', INT64, [1]),
      value('scales', FLOAT, [3]),
      ...(several ? [value('sid', INT64, [1])] : []),
    ],
    outputs: [value('output', FLOAT, [1, 1, 'time'])],
    weights: [
      ...randomWeights(seed),
      ...CONSTANTS,
      ...more.weights,
      ...(ballastBytes ? [tensor('ballast', new Float32Array(ballastBytes / 4), [ballastBytes / 4])] : []),
    ],
    nodes: [
      node('Identity', ['input'], 'ids'),
      node('Gather', ['scales', 'none'], 'noise'),
      node('Gather', ['scales', 'first'], 'length'),
      node('Mul', ['length', 'hopBefore'], 'hop'),
      ...(several
        ? [
            node('Cast', ['sid'], 'speaker', { to: FLOAT }),
            node('Mul', ['speaker', 'quarter'], 'higher'),
            node('Add', ['higher', 'one'], 'shift'),
          ]
        : [node('Identity', ['one'], 'shift')]),
      ...SOUND_OF_IDS,
      node('RandomNormalLike', ['wave'], 'random'),
      node('Mul', ['noise', 'hiss'], 'hissing'),
      node('Mul', ['random', 'hissing'], 'noisy'),
      node('Add', ['wave', 'noisy'], 'dry'),
      ...more.nodes,
      node('Reshape', ['sound', 'shape'], 'output'),
    ],
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.onnx`), bytes);
  writeFileSync(
    join(folder, `${name}.onnx.json`),
    JSON.stringify({
      audio: { sample_rate: TINY_RATE_HZ, quality: 'low' },
      espeak: { voice: 'en-us' },
      language: { code: 'en_US' },
      inference: { noise_scale: 0.667, length_scale: lengthScale, noise_w: 0.8 },
      phoneme_type: 'espeak',
      phoneme_id_map: Object.fromEntries(SYMBOLS.map((symbol, id) => [symbol, [id]])),
      num_symbols: IDS,
      num_speakers: several ? speakers.length : 1,
      speaker_id_map: several ? Object.fromEntries(speakers.map((speaker, id) => [speaker, id])) : {},
    }),
  );
  return name;
}

/** Numbers of a style, for each length of text. */
const STYLE = { lengths: 510, numbers: 4 };

/** Writes a model as Kokoro's for sherpa-onnx are, in a folder of its own, with random weights. */
export function writeTinyKokoro(folder: string, speakers: string[]): void {
  const bytes = onnxModel({
    inputs: [
      value('tokens', INT64, [1, 'sounds']),
      value('style', FLOAT, [1, STYLE.numbers]),
      value('speed', FLOAT, [1]),
    ],
    outputs: [value('audio', FLOAT, ['time'])],
    weights: [...randomWeights(2), ...CONSTANTS],
    nodes: [
      node('Identity', ['tokens'], 'ids'),
      node('Gather', ['speed', 'none'], 'rate'),
      node('Div', ['hopBefore', 'rate'], 'hop'),
      node('ReduceMean', ['style'], 'shift', { keepdims: 0 }),
      ...SOUND_OF_IDS,
      node('Identity', ['wave'], 'audio'),
    ],
    metadata: {
      model_type: 'kokoro',
      language: 'English',
      has_espeak: '1',
      sample_rate: String(TINY_RATE_HZ),
      version: '1',
      voice: 'en-us',
      style_dim: `${STYLE.lengths},1,${STYLE.numbers}`,
      n_speakers: String(speakers.length),
      speaker_names: speakers.join(','),
    },
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.onnx'), bytes);
  const styles = Float32Array.from(
    { length: speakers.length * STYLE.lengths * STYLE.numbers },
    (_, at) => 1 + 0.25 * Math.floor(at / (STYLE.lengths * STYLE.numbers)),
  );
  writeFileSync(join(folder, 'voices.bin'), Buffer.from(styles.buffer));
  writeFileSync(join(folder, 'tokens.txt'), SYMBOLS.map((symbol, id) => `${symbol} ${id}\n`).join(''));
}
