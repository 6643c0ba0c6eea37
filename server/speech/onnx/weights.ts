import { type Field, fieldsOf } from './message.ts';
import { FLOAT } from './model.ts';

/** Numbers of the fields of onnx.proto that are read. */
const MODEL_GRAPH = 7;
const GRAPH = { node: 1, initializer: 5 };
const NODE = { output: 2, operator: 4, attribute: 5 };
const ATTRIBUTE = { tensor: 5, graph: 6 };
const TENSOR = { dim: 1, type: 2, name: 8, raw: 9 };

/** A weight of a model, row by row. */
export interface Weight {
  dims: number[];
  values: Float32Array;
}

/**
 * All weights of a model by name, those inside its branches too: initializers, and constants under the name of what
 * they put out. Weights of other types than float32 are left out. Throws RangeError for what is no ONNX model.
 */
export function weightsOf(model: Buffer): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  for (const graph of bytesOf(model, MODEL_GRAPH)) collect(graph, weights);
  return weights;
}

function collect(graph: Buffer, weights: Map<string, Weight>): void {
  for (const { number, bytes } of fieldsOf(graph)) {
    if (!bytes) continue;
    if (number === GRAPH.initializer) keep(bytes, textOf(bytes, TENSOR.name), weights);
    if (number !== GRAPH.node) continue;
    for (const attribute of bytesOf(bytes, NODE.attribute)) {
      for (const branch of bytesOf(attribute, ATTRIBUTE.graph)) collect(branch, weights);
      if (textOf(bytes, NODE.operator) === 'Constant')
        for (const tensor of bytesOf(attribute, ATTRIBUTE.tensor))
          keep(tensor, textOf(bytes, NODE.output), weights);
    }
  }
}

function keep(tensor: Buffer, name: string, weights: Map<string, Weight>): void {
  const fields = [...fieldsOf(tensor)];
  const raw = fields.find(({ number }) => number === TENSOR.raw)?.bytes;
  if (fields.find(({ number }) => number === TENSOR.type)?.value !== FLOAT || !raw) return;
  weights.set(name, {
    dims: fields.filter(isDim).map(({ value }) => value),
    // A copy: the bytes of a tensor may begin anywhere in the file.
    values: new Float32Array(new Uint8Array(raw).buffer),
  });
}

function isDim(field: Field): field is Field & { value: number } {
  return field.number === TENSOR.dim && field.value !== undefined;
}

function* bytesOf(message: Buffer, wanted: number): Generator<Buffer> {
  for (const { number, bytes } of fieldsOf(message)) if (number === wanted && bytes) yield bytes;
}

function textOf(message: Buffer, wanted: number): string {
  for (const bytes of bytesOf(message, wanted)) return bytes.toString();
  return '';
}
