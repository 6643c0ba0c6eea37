/** Writes ONNX models by hand: just the parts of onnx.proto that a small graph needs. */

type Bytes = Buffer;

const varint = (value: number): Bytes => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
};
const whole = (number: number, value: number): Bytes => Buffer.concat([varint(number * 8), varint(value)]);
const part = (number: number, content: Bytes): Bytes =>
  Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
const text = (number: number, value: string): Bytes => part(number, Buffer.from(value));

export const FLOAT = 1;
export const INT64 = 7;

/** A tensor of the model's weights; a scalar without `dims`. */
export function tensor(name: string, values: Float32Array | BigInt64Array, dims: number[] = []): Bytes {
  return Buffer.concat([
    ...dims.map((dim) => whole(1, dim)),
    whole(2, values instanceof Float32Array ? FLOAT : INT64),
    text(8, name),
    part(9, Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  ]);
}

/** AttributeProto's types. */
const INT = 2;
const INTS = 7;

/** One operation; attributes are whole numbers, or lists of them. */
export function node(
  op: string,
  inputs: string[],
  output: string,
  attributes: Record<string, number | number[]> = {},
): Bytes {
  return Buffer.concat([
    ...inputs.map((input) => text(1, input)),
    text(2, output),
    text(3, `${op} of ${output}`),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) =>
      part(
        5,
        Array.isArray(value)
          ? Buffer.concat([text(1, name), ...value.map((each) => whole(8, each)), whole(20, INTS)])
          : Buffer.concat([text(1, name), whole(3, value), whole(20, INT)]),
      ),
    ),
  ]);
}

/** An input or output; a dimension that varies is named. */
export function value(name: string, type: number, dims: (number | string)[]): Bytes {
  const shape = Buffer.concat(
    dims.map((dim) => part(1, typeof dim === 'number' ? whole(1, dim) : text(2, dim))),
  );
  return Buffer.concat([text(1, name), part(2, part(1, Buffer.concat([whole(1, type), part(2, shape)])))]);
}

export interface OnnxModel {
  nodes: Bytes[];
  weights: Bytes[];
  inputs: Bytes[];
  outputs: Bytes[];
  metadata?: Record<string, string>;
}

/** The model's file. */
export function onnxModel({ nodes, weights, inputs, outputs, metadata = {} }: OnnxModel): Bytes {
  const graph = Buffer.concat([
    ...nodes.map((each) => part(1, each)),
    text(2, 'tiny'),
    ...weights.map((each) => part(5, each)),
    ...inputs.map((each) => part(11, each)),
    ...outputs.map((each) => part(12, each)),
  ]);
  return Buffer.concat([
    whole(1, 8),
    text(2, 'tests'),
    part(7, graph),
    part(8, Buffer.concat([text(1, ''), whole(2, 17)])),
    ...Object.entries(metadata).map(([key, entry]) =>
      part(14, Buffer.concat([text(1, key), text(2, entry)])),
    ),
  ]);
}
