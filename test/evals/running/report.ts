/** How one conversation ended. */
export interface Result {
  theme: string;
  name: string;
  complaints: readonly string[];
  /** What was said, for whoever looks into a failure. */
  transcript: readonly string[];
}

export interface Share {
  name: string;
  passed: number;
  of: number;
}

/** Passes and all, by theme, in the order in which themes came. */
export function sharesOf(results: readonly Result[]): Share[] {
  const shares = new Map<string, Share>();
  for (const { theme, complaints } of results) {
    const share = shares.get(theme) ?? { name: theme, passed: 0, of: 0 };
    shares.set(theme, { ...share, passed: share.passed + Number(complaints.length === 0), of: share.of + 1 });
  }
  return [...shares.values()];
}

export function inPercent(passed: number, of: number): string {
  return of === 0 ? '–' : `${((100 * passed) / of).toFixed(1)} %`;
}

/** Passes and failures by name, then totals by theme. */
export function linesOf(results: readonly Result[], { transcripts }: { transcripts: boolean }): string[] {
  const passed = results.filter(({ complaints }) => complaints.length === 0).length;
  return [
    ...results.flatMap(({ theme, name, complaints, transcript }) => [
      `${complaints.length === 0 ? 'pass' : 'FAIL'}  ${theme}: ${name}`,
      ...complaints.map((complaint) => `        ${complaint}`),
      ...(transcripts && complaints.length > 0 ? transcript.map((line) => `        | ${line}`) : []),
    ]),
    '',
    ...sharesOf(results).map(
      ({ name, passed: good, of }) => `${name.padEnd(24)} ${String(good).padStart(3)} of ${of}`,
    ),
    `${'all'.padEnd(24)} ${String(passed).padStart(3)} of ${results.length} (${inPercent(passed, results.length)})`,
  ];
}

/** Of those that were played, how many passed; 1 where none was. */
export function shareOf(results: readonly Result[]): number {
  if (results.length === 0) return 1;
  return results.filter(({ complaints }) => complaints.length === 0).length / results.length;
}
