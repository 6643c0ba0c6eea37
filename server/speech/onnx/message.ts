/** Protobuf's wire format, as far as onnx.proto uses it: https://protobuf.dev/programming-guides/encoding */

const VARINT = 0;
const EIGHT_BYTES = 1;
const LENGTH_DELIMITED = 2;
const FOUR_BYTES = 5;

/** A field of a message: a whole number, or the bytes of a text, a message or a packed list. */
export type Field = { number: number } & (
  | { value: number; bytes?: undefined }
  | { bytes: Buffer; value?: undefined }
);

/** A whole number of any size that JavaScript holds exactly. */
export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/** A field that holds a whole number. */
export function numberField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number * 8 + VARINT), varint(value)]);
}

/** A field that holds a message, a text or bytes. */
export function bytesField(number: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([varint(number * 8 + LENGTH_DELIMITED), varint(bytes.length), bytes]);
}

/**
 * The fields of a whole message, in their order; numbers of four and eight bytes are left out. Throws RangeError where
 * the message is cut off or is none.
 */
export function* fieldsOf(message: Buffer): Generator<Field> {
  let at = 0;
  const next = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message.readUInt8(at++);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = next();
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (wireType === VARINT) yield { number, value: next() };
    else if (wireType === LENGTH_DELIMITED) {
      const end = next() + at;
      if (end > message.length) throw new RangeError('The message is cut off.');
      yield { number, bytes: message.subarray(at, end) };
      at = end;
    } else if (wireType === EIGHT_BYTES) at += 8;
    else if (wireType === FOUR_BYTES) at += 4;
    else throw new RangeError('It is not a protobuf message.');
  }
}
