import { inPercent, linesOf } from '../running/report.ts';
import type { Run, RunOptions } from '../running/runConversations.ts';
import type { TalkMeans } from '../running/talk.ts';
import { lineOfSpoken, playSpoken, type SpokenReport } from './playSpoken.ts';

/** Of words, over all voices that were people's. */
const WORD_ERROR_GOAL = 0.05;
/** Of sentences that nobody says to a dentist. */
const REJECTION_GOAL = 0.9;

/** Calls by voice and line. The goals are for voices made from people's recordings. */
export async function runSpoken(means: TalkMeans, { wanted, transcripts, print }: RunOptions): Promise<Run> {
  const reports: SpokenReport[] = [];
  for await (const report of playSpoken(means, wanted)) {
    reports.push(report);
    print([lineOfSpoken(report)]);
    const failed = report.results.filter(({ complaints }) => complaints.length > 0);
    if (transcripts)
      print([...report.heard.misheard.map((line) => `        ${line}`), ...linesOf(failed, { transcripts })]);
  }
  const people = reports.filter(({ voice }) => voice.human);
  const sum = (of: (report: SpokenReport) => number) =>
    people.reduce((total, report) => total + of(report), 0);
  const words = sum(({ heard }) => heard.words);
  const wrong = sum(({ heard }) => heard.wrongWords);
  const outside = sum(({ outside: { count } }) => count);
  const rejected = sum(({ outside: { rejected: count } }) => count);
  const phrases = sum(({ phrases: { count } }) => count);
  const right = sum(({ phrases: { right: count } }) => count);
  const outsidePhrases = sum(({ phrases: { outside: count } }) => count);
  const rejectedPhrases = sum(({ phrases: { rejected: count } }) => count);
  const conversations = sum(({ results }) => results.length);
  const passed = sum(({ results }) => results.filter(({ complaints }) => complaints.length === 0).length);
  print([
    '',
    `voices of people: word error ${inPercent(wrong, words)} of ${words} words · conversations ${passed} of ${conversations} (${inPercent(passed, conversations)}) · other talk rejected ${inPercent(rejected, outside)}`,
    `phrases: right ${inPercent(right, phrases)} · none of them rejected ${inPercent(rejectedPhrases, outsidePhrases)}`,
  ]);
  return {
    report: reports,
    reached:
      wrong <= WORD_ERROR_GOAL * words &&
      rejected >= REJECTION_GOAL * outside &&
      rejectedPhrases >= REJECTION_GOAL * outsidePhrases,
  };
}
