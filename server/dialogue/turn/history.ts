import type { Utterance } from '../contract.ts';

/** So much of what was said an agent is given, in characters: some thousand tokens, which every model can read. */
export const HISTORY_CHARACTERS = 24_000;
/** From here on what is older is to be summarised, so that it is done before there is too much. */
export const SUMMARISE_CHARACTERS = 12_000;
/** The latest utterances stand as they were said. */
export const KEPT_UTTERANCES = 8;

/** The latest of what was said, as much as fits. */
export function fitted(history: readonly Utterance[], characters = HISTORY_CHARACTERS): readonly Utterance[] {
  let left = characters;
  const from = history.findLastIndex(({ text }) => {
    left -= text.length;
    return left < 0;
  });
  return from < 0 ? history : history.slice(from + 1);
}

/** For a model that said that it was too much: a quarter, and no utterance longer than a page. */
export function shorter(history: readonly Utterance[]): readonly Utterance[] {
  const pages = history.slice(-KEPT_UTTERANCES).map(({ by, text }) => ({ by, text: text.slice(0, 1000) }));
  return fitted(pages, HISTORY_CHARACTERS / 8);
}

/** How many characters were said. */
export const charactersOf = (history: readonly Utterance[]) =>
  history.reduce((sum, { text }) => sum + text.length, 0);
