import { readSync } from 'node:fs';

/** What a model's file says of itself, as far as it matters here. */
export interface OnnxHeader {
  inputs: string[];
  outputs: string[];
  metadata: Record<string, string>;
}

/** A file that is no whole model; the message is a sentence without the file's name. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

/** A field of a protobuf message, and where its content lies in the file. */
interface Field {
  number: number;
  start: number;
  end: number;
}

/** Numbers of the fields of onnx.proto that are read. */
const MODEL = { irVersion: 1, graph: 7, metadata: 14 };
const GRAPH = { node: 1, input: 11, output: 12 };
const VALUE_NAME = 1;
const ENTRY = { key: 1, value: 2 };
const LENGTH_DELIMITED = 2;

/**
 * Reads the outline of an ONNX model without its weights: every field is stepped over to the file's last byte, so a
 * file that was cut off anywhere is found out. Throws ModelFileError.
 */
export function readOnnxHeader(fd: number, sizeBytes: number): OnnxHeader {
  const header: OnnxHeader = { inputs: [], outputs: [], metadata: {} };
  let nodes = 0;
  let hasVersion = false;
  for (const field of fieldsOf(fd, 0, sizeBytes)) {
    if (field.number === MODEL.irVersion) hasVersion = true;
    else if (field.number === MODEL.metadata) {
      const [key, value] = [ENTRY.key, ENTRY.value].map((number) => textOf(fd, field, number));
      if (key) header.metadata[key] = value ?? '';
    } else if (field.number === MODEL.graph) {
      for (const part of fieldsOf(fd, field.start, field.end)) {
        if (part.number === GRAPH.node) nodes++;
        else if (part.number === GRAPH.input) header.inputs.push(textOf(fd, part, VALUE_NAME) ?? '');
        else if (part.number === GRAPH.output) header.outputs.push(textOf(fd, part, VALUE_NAME) ?? '');
      }
    }
  }
  if (!hasVersion || nodes === 0) throw new ModelFileError('It is not an ONNX model.');
  return header;
}

/** A tag and a length are ten bytes each at most. */
const HEAD_BYTES = 20;

function* fieldsOf(fd: number, start: number, end: number): Generator<Field> {
  const head = Buffer.alloc(HEAD_BYTES);
  let at = start;
  while (at < end) {
    const read = readSync(fd, head, 0, Math.min(HEAD_BYTES, end - at), at);
    const tag = readVarint(head, 0, read);
    const number = Math.floor(tag.value / 8);
    const wireType = tag.value % 8;
    if (number === 0) throw new ModelFileError('It is not an ONNX model.');
    let contentStart = at + tag.next;
    let contentEnd: number;
    if (wireType === 0) contentEnd = at + readVarint(head, tag.next, read).next;
    else if (wireType === 1) contentEnd = contentStart + 8;
    else if (wireType === 5) contentEnd = contentStart + 4;
    else if (wireType === LENGTH_DELIMITED) {
      const length = readVarint(head, tag.next, read);
      contentStart = at + length.next;
      contentEnd = contentStart + length.value;
    } else throw new ModelFileError('It is not an ONNX model.');
    if (contentEnd > end) throw new ModelFileError('It is cut off: the rest of the file is missing.');
    yield { number, start: contentStart, end: contentEnd };
    at = contentEnd;
  }
}

function readVarint(bytes: Buffer, from: number, length: number): { value: number; next: number } {
  let value = 0;
  let scale = 1;
  for (let i = from; i < length && i < from + 10; i++) {
    const byte = bytes[i]!;
    value += (byte & 127) * scale;
    if (byte < 128) return { value, next: i + 1 };
    scale *= 128;
  }
  throw new ModelFileError('It is cut off, or not an ONNX model.');
}

/** Texts here are names: longer ones are cut. */
const LONGEST_TEXT_BYTES = 64 * 1024;

function textOf(fd: number, message: Field, number: number): string | undefined {
  for (const field of fieldsOf(fd, message.start, message.end)) {
    if (field.number !== number) continue;
    const bytes = Buffer.alloc(Math.min(field.end - field.start, LONGEST_TEXT_BYTES));
    readSync(fd, bytes, 0, bytes.length, field.start);
    return bytes.toString('utf8');
  }
  return undefined;
}
