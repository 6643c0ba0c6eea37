import { FLOAT, node, onnxModel, tensor, value } from './model.ts';

/** A graph of ONNX operations as it is written down, one after the other; results go by their names. */
export class Graph {
  private readonly nodes: Buffer[] = [];
  private readonly weights = new Map<string, Buffer>();

  /** Adds an operation and gives its first result's name. */
  add(
    operator: string,
    inputs: readonly string[],
    outputs: string | readonly string[],
    attributes: Parameters<typeof node>[3] = {},
  ): string {
    this.nodes.push(node(operator, inputs, outputs, attributes));
    return [outputs].flat()[0]!;
  }

  /** A constant of float32, row by row. */
  floats(name: string, values: Float32Array, dims: number[]): string {
    this.weights.set(name, tensor(name, values, dims));
    return name;
  }

  /** A constant list of whole numbers, such as a shape. */
  ints(...values: number[]): string {
    const name = `ints ${values.join(' ')}`;
    this.weights.set(name, tensor(name, BigInt64Array.from(values, BigInt), [values.length]));
    return name;
  }

  /** What lies from `from` to before `to` on an axis. */
  slice(input: string, axis: number, from: number, to: number): string {
    const output = `${input} ${from} to ${to}`;
    return this.add('Slice', [input, this.ints(from), this.ints(to), this.ints(axis)], output);
  }

  /** The model's file; inputs and outputs are of float32, a dimension that varies is named. */
  model(
    inputs: Readonly<Record<string, readonly (number | string)[]>>,
    outputs: Readonly<Record<string, readonly (number | string)[]>>,
  ): Buffer {
    const values = (of: typeof inputs) => Object.entries(of).map(([name, dims]) => value(name, FLOAT, dims));
    return onnxModel({
      nodes: this.nodes,
      weights: [...this.weights.values()],
      inputs: values(inputs),
      outputs: values(outputs),
    });
  }
}
