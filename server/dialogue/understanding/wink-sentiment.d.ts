declare module 'wink-sentiment' {
  /** Score of every word from −5 to 5, summed; `normalizedScore` is the mean over the words that have one. */
  export default function sentiment(text: string): {
    score: number;
    normalizedScore: number;
    /** A word that tells nothing has no score. */
    tokenizedPhrase: readonly { value: string; score?: number }[];
  };
}
