/** A run that cannot be made as it was asked for: its message is a sentence for whoever started it. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}
