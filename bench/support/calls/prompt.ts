/** What is said in answer to everything: as long as a short sentence, and audible throughout. */
const PROMPT_MS = 1_800;

/** A hum of 200 Hz in µ-law: a prompt whose words nobody needs. */
export const PROMPT = new Uint8Array(PROMPT_MS * 8).map((_, at) => (at % 40 < 20 ? 0x20 : 0xa0));
