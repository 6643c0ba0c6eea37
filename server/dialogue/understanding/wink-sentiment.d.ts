declare module 'wink-sentiment' {
  /** Scores of a phrase; `normalizedScore` runs from −5 to 5. */
  export default function sentiment(phrase: string): { score: number; normalizedScore: number };
}
