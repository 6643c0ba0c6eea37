const LONG = 120;
const SPOKEN = 40;

/** What a test's server speaks of a text: real speech takes its time, so of a long one only the beginning. */
export const briefly = (text: string) => (text.length > LONG ? `${text.slice(0, SPOKEN)}.` : text);
