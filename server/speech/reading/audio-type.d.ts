/** Narrow types of audio-type 2.8.0, which has none. */
declare module 'audio-type' {
  /** The format of a file by its first bytes; undefined for none it knows. Reads the view's whole buffer. */
  export default function audioType(bytes: Uint8Array): string | undefined;
}
