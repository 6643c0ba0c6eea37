import { Graph } from '../../../speech/onnx/graph.ts';
import { type Weight, weightsOf } from '../../../speech/onnx/weights.ts';
import { type SileroRate, STATE, sileroSizes } from './model.ts';

/** Spectra of a chunk, each from a window that overlaps the next by half. */
const SPECTRA = 4;

/** Weights of the network for one rate. */
type Weights = (name: string) => Weight;

/**
 * Silero's network for one rate, its small convolutions written as products of matrices: a chunk among many costs a
 * fraction of what it costs in the model as published, of which this is made. Takes `input` (lines × context and chunk)
 * and `state` (2 × lines × STATE), gives `output` (lines × 1, the probability of speech) and `stateN`.
 */
export function leanModel(published: Buffer, rate: SileroRate): Buffer {
  const branch = rate === 8_000 ? 'else_branch' : 'then_branch';
  const all = [...weightsOf(published)].filter(([name]) => name.includes(branch));
  const weights: Weights = (name) => {
    const found = all.find(([full]) => full.includes(name));
    if (!found) throw new Error(`Silero's model has no ${name}.`);
    return found[1];
  };
  const graph = new Graph();
  spectra(graph, weights);
  encoder(graph, weights);
  memory(graph, weights);
  decoder(graph, weights);
  const { chunk, context } = sileroSizes(rate);
  return graph.model(
    { input: ['lines', context + chunk], state: [2, 'lines', STATE] },
    { output: ['lines', 1], stateN: [2, 'lines', STATE] },
  );
}

/** `input` → `spectra` (lines × SPECTRA × bins); the last window is filled up with the mirrored end. */
function spectra(graph: Graph, weights: Weights): void {
  const { dims, values } = weights('stft.forward_basis');
  const [rows, size] = [dims[0]!, dims[2]!];
  const bins = rows / 2;
  const half = size / 2;
  graph.add('Pad', ['input', graph.ints(0, 0, 0, half / 2)], 'padded', { mode: 'reflect' });
  graph.add('Reshape', ['padded', graph.ints(-1, SPECTRA + 1, half)], 'halves');
  graph.add(
    'Concat',
    [graph.slice('halves', 1, 0, SPECTRA), graph.slice('halves', 1, 1, SPECTRA + 1)],
    'windows',
    { axis: 2 },
  );
  for (const [part, from] of [
    ['real', 0],
    ['imaginary', bins],
  ] as const) {
    const basis = transposed(values.subarray(from * size, (from + bins) * size), bins, size);
    graph.add('MatMul', ['windows', graph.floats(`${part} basis`, basis, [size, bins])], part);
    graph.add('Mul', [part, part], `${part} squared`);
  }
  graph.add('Add', ['real squared', 'imaginary squared'], 'power');
  graph.add('Sqrt', ['power'], 'spectra');
}

/** `spectra` → `encoded` (lines × STATE): four convolutions of three taps, the middle two in steps of two. */
function encoder(graph: Graph, weights: Weights): void {
  const layer = (nth: number, taps: readonly number[], input: string, output: string) => {
    const { dims, values } = weights(`encoder.${nth}.reparam_conv.weight`);
    const [outs, ins] = [dims[0]!, dims[1]!];
    const matrix = tapsAsRows(values, outs, ins, taps);
    const bias = weights(`encoder.${nth}.reparam_conv.bias`).values;
    graph.add(
      'MatMul',
      [input, graph.floats(`${output} weight`, matrix, [taps.length * ins, outs])],
      `${output} product`,
    );
    graph.add('Add', [`${output} product`, graph.floats(`${output} bias`, bias, [outs])], `${output} sum`);
    graph.add('Relu', [`${output} sum`], output);
    return outs;
  };
  graph.add('Pad', ['spectra', graph.ints(0, 1, 0, 0, 1, 0)], 'between silence');
  graph.add(
    'Concat',
    [0, 1, 2].map((shift) => graph.slice('between silence', 1, shift, shift + SPECTRA)),
    'triples',
    { axis: 2 },
  );
  const width = layer(0, [0, 1, 2], 'triples', 'first');
  graph.add('Reshape', ['first', graph.ints(-1, SPECTRA * width)], 'first flat');
  // What lies outside is nought: where a tap would meet it, it is left out.
  layer(1, [1, 2], graph.slice('first flat', 1, 0, 2 * width), 'second early');
  layer(1, [0, 1, 2], graph.slice('first flat', 1, width, SPECTRA * width), 'second late');
  graph.add('Concat', ['second early', 'second late'], 'second', { axis: 1 });
  layer(2, [1, 2], 'second', 'third');
  layer(3, [1], 'third', 'encoded');
}

/** `encoded` and `state` → `hidden next` and `stateN`: one step of a long short-term memory. */
function memory(graph: Graph, weights: Weights): void {
  const first = graph.ints(0);
  graph.add('Split', ['state'], ['state hidden', 'state cell'], { axis: 0 });
  graph.add('Squeeze', ['state hidden', first], 'hidden');
  graph.add('Squeeze', ['state cell', first], 'cell');
  graph.add('Concat', ['encoded', 'hidden'], 'both', { axis: 1 });
  const of = (name: string) => gatesBeforeCandidate(weights(`decoder.rnn.${name}`).values);
  const matrix = new Float32Array(2 * STATE * 4 * STATE);
  matrix.set(transposed(of('weight_ih'), 4 * STATE, STATE));
  matrix.set(transposed(of('weight_hh'), 4 * STATE, STATE), matrix.length / 2);
  const ofHidden = of('bias_hh');
  const bias = of('bias_ih').map((each, index) => each + ofHidden[index]!);
  graph.add(
    'Gemm',
    [
      'both',
      graph.floats('memory weight', matrix, [2 * STATE, 4 * STATE]),
      graph.floats('memory bias', bias, [4 * STATE]),
    ],
    'memory sum',
  );
  graph.add('Split', ['memory sum', graph.ints(3 * STATE, STATE)], ['gate sums', 'candidate sum'], {
    axis: 1,
  });
  graph.add('Sigmoid', ['gate sums'], 'gates');
  graph.add('Tanh', ['candidate sum'], 'candidate');
  graph.add('Split', ['gates'], ['input gate', 'forget gate', 'output gate'], { axis: 1 });
  graph.add('Mul', ['forget gate', 'cell'], 'kept');
  graph.add('Mul', ['input gate', 'candidate'], 'taken');
  graph.add('Add', ['kept', 'taken'], 'cell next');
  graph.add('Tanh', ['cell next'], 'cell seen');
  graph.add('Mul', ['output gate', 'cell seen'], 'hidden next');
  graph.add(
    'Concat',
    ['hidden next', 'cell next'].map((next) => graph.add('Unsqueeze', [next, first], `${next} row`)),
    'stateN',
    { axis: 0 },
  );
}

/** `hidden next` → `output`. */
function decoder(graph: Graph, weights: Weights): void {
  const weight = graph.floats('decoder weight', weights('decoder.decoder.2.weight').values, [STATE, 1]);
  const bias = graph.floats('decoder bias', weights('decoder.decoder.2.bias').values, [1]);
  graph.add('Relu', ['hidden next'], 'decoded');
  graph.add('Gemm', ['decoded', weight, bias], 'logit');
  graph.add('Sigmoid', ['logit'], 'output');
}

function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    matrix,
    (_, index) => matrix[(index % rows) * columns + Math.floor(index / rows)]!,
  );
}

/** Of a convolution's weights (outs × ins × 3): each wanted tap's inputs below each other, an output a column. */
function tapsAsRows(weights: Float32Array, outs: number, ins: number, taps: readonly number[]): Float32Array {
  const rows = new Float32Array(taps.length * ins * outs);
  for (const [nth, tap] of taps.entries())
    for (let input = 0; input < ins; input++)
      for (let out = 0; out < outs; out++)
        rows[(nth * ins + input) * outs + out] = weights[(out * ins + input) * 3 + tap]!;
  return rows;
}

/** PyTorch's order is input gate, forget gate, candidate, output gate: the gates are put side by side. */
function gatesBeforeCandidate(rows: Float32Array): Float32Array {
  const quarter = rows.length / 4;
  const ordered = new Float32Array(rows.length);
  ordered.set(rows.subarray(0, 2 * quarter));
  ordered.set(rows.subarray(3 * quarter), 2 * quarter);
  ordered.set(rows.subarray(2 * quarter, 3 * quarter), 3 * quarter);
  return ordered;
}
