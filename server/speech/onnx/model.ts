import { bytesField, numberField } from './message.ts';

/** Writes ONNX models: just the parts of onnx.proto (https://github.com/onnx/onnx) that a small graph needs. */

/** Types of a tensor's elements. */
export const FLOAT = 1;
export const INT64 = 7;

/** Types of an attribute. */
const INT = 2;
const STRING = 3;
const INTS = 7;
/** Of onnx.proto, and of the operators that a graph may name. */
const IR_VERSION = 8;
const OPERATORS_VERSION = 17;

/** A tensor of the model's weights; a scalar without `dims`. */
export function tensor(name: string, values: Float32Array | BigInt64Array, dims: number[] = []): Buffer {
  return Buffer.concat([
    ...dims.map((dim) => numberField(1, dim)),
    numberField(2, values instanceof Float32Array ? FLOAT : INT64),
    bytesField(8, name),
    bytesField(9, Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  ]);
}

/** One operation with its attributes. */
export function node(
  operator: string,
  inputs: readonly string[],
  outputs: string | readonly string[],
  attributes: Readonly<Record<string, number | readonly number[] | string>> = {},
): Buffer {
  const names = [outputs].flat();
  return Buffer.concat([
    ...inputs.map((input) => bytesField(1, input)),
    ...names.map((output) => bytesField(2, output)),
    bytesField(3, `${operator} of ${names[0]}`),
    bytesField(4, operator),
    ...Object.entries(attributes).map(([name, content]) =>
      bytesField(5, Buffer.concat([bytesField(1, name), attributeContent(content)])),
    ),
  ]);
}

function attributeContent(content: number | readonly number[] | string): Buffer {
  if (typeof content === 'number') return Buffer.concat([numberField(3, content), numberField(20, INT)]);
  if (typeof content === 'string') return Buffer.concat([bytesField(4, content), numberField(20, STRING)]);
  return Buffer.concat([...content.map((each) => numberField(8, each)), numberField(20, INTS)]);
}

/** An input or output; a dimension that varies is named. */
export function value(name: string, type: number, dims: readonly (number | string)[]): Buffer {
  const shape = Buffer.concat(
    dims.map((dim) => bytesField(1, typeof dim === 'number' ? numberField(1, dim) : bytesField(2, dim))),
  );
  const ofTensor = Buffer.concat([numberField(1, type), bytesField(2, shape)]);
  return Buffer.concat([bytesField(1, name), bytesField(2, bytesField(1, ofTensor))]);
}

export interface OnnxModel {
  nodes: readonly Buffer[];
  weights: readonly Buffer[];
  inputs: readonly Buffer[];
  outputs: readonly Buffer[];
  metadata?: Readonly<Record<string, string>>;
}

/** The model's file. */
export function onnxModel({ nodes, weights, inputs, outputs, metadata = {} }: OnnxModel): Buffer {
  const graph = Buffer.concat([
    ...nodes.map((each) => bytesField(1, each)),
    bytesField(2, 'graph'),
    ...weights.map((each) => bytesField(5, each)),
    ...inputs.map((each) => bytesField(11, each)),
    ...outputs.map((each) => bytesField(12, each)),
  ]);
  return Buffer.concat([
    numberField(1, IR_VERSION),
    bytesField(2, 'VoiceOps Studio'),
    bytesField(7, graph),
    bytesField(8, Buffer.concat([bytesField(1, ''), numberField(2, OPERATORS_VERSION)])),
    metadataFields(metadata),
  ]);
}

/** What a model says of itself; may be put behind a model, since appended messages count as its own. */
export function metadataFields(metadata: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(
    Object.entries(metadata).map(([key, entry]) =>
      bytesField(14, Buffer.concat([bytesField(1, key), bytesField(2, entry)])),
    ),
  );
}
