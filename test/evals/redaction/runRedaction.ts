import { openFlite } from '../../../server/providers/builtin/flite/fliteEngine.ts';
import { openFlitePronouncer } from '../../../server/providers/builtin/flite/flitePronouncer.ts';
import { openSoundSwallower } from '../../../server/providers/builtin/soundswallower/soundswallower.ts';
import { openTestSpeech } from '../../support/speech.ts';
import { inPercent } from '../running/report.ts';
import type { Run, RunOptions } from '../running/runConversations.ts';
import type { TalkMeans } from '../running/talk.ts';
import { type BeepedItem, measureAudio } from './measureAudio.ts';
import { measureText, type RedactedItem } from './measureText.ts';
import { HALVES, PLANTED_KINDS, type PlantedItem, readPlantedItems } from './plantedItems.ts';

/** Of planted items, in the text and in the sound; of each half of the text too. */
const GONE_GOAL = 0.95;
/** Of harmless lines: so many may lose something. */
const FALSE_GOAL = 0.02;
/** So many items have to be heard before it is worth saying that they are not heard any more. */
const LEAST_HEARD = 60;

/** Planted items taken out of text and sound of calls; `wanted` chooses kinds by name. */
export async function runRedaction(means: TalkMeans, { wanted, print }: RunOptions): Promise<Run> {
  const items = readPlantedItems().filter(({ kind }) => wanted(kind));
  const text = measureText(items);
  print(linesOfText(text));
  const audio = await listened(means, items);
  print(linesOfAudio(audio));
  const all = wanted('');
  const heard = audio.filter(wasHeard);
  return {
    report: { text, audio },
    reached:
      HALVES.every((half) => isReached(text.filter((item) => item.half === half))) &&
      heard.filter(isGone).length >= GONE_GOAL * heard.length &&
      (!all || heard.length >= LEAST_HEARD),
  };
}

/** Whether enough planted items are gone, and little enough else. */
export function isReached(items: readonly RedactedItem[]): boolean {
  const [planted, harmless] = [items.filter(isPlanted), items.filter((item) => !isPlanted(item))];
  return (
    planted.filter(({ right }) => right).length >= GONE_GOAL * planted.length &&
    harmless.filter(({ right }) => !right).length <= FALSE_GOAL * harmless.length
  );
}

const isPlanted = ({ kind }: PlantedItem) => kind !== 'harmless';

async function listened(means: TalkMeans, items: readonly PlantedItem[]): Promise<BeepedItem[]> {
  const speech = openTestSpeech([openFlite({ processes: 1 })]);
  const recognizer = openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] });
  try {
    // Every second one; figures that are written are read aloud in words that nobody wrote down.
    const said = items.filter((item) => isPlanted(item) && /^[a-z' ]+$/.test(item.text));
    return await measureAudio(
      means,
      { speech, recognizer },
      said.filter((_, at) => at % 2 === 0),
    );
  } finally {
    await Promise.all([speech.close(), recognizer.close()]);
  }
}

/** At least half of its words were heard: the recogniser understands this line. */
const wasHeard = ({ words }: BeepedItem) => 2 * words.before >= words.count;
const isGone = ({ words }: BeepedItem) => words.after === 0;

function linesOfText(items: readonly RedactedItem[]): string[] {
  const line = (name: string, of: readonly RedactedItem[]) => {
    const halves = HALVES.map((half) => {
      const its = of.filter((item) => item.half === half);
      return `${half === 'tuning' ? 'tuning' : 'held out'} ${its.filter(({ right }) => right).length} of ${its.length}`;
    });
    return `${name.padEnd(9)} ${inPercent(of.filter(({ right }) => right).length, of.length)} · ${halves.join(' · ')}`;
  };
  const planted = items.filter(isPlanted);
  const harmless = items.filter((item) => !isPlanted(item));
  return [
    'taken out of the text whole',
    ...PLANTED_KINDS.map((kind) =>
      line(
        kind,
        planted.filter((item) => item.kind === kind),
      ),
    ),
    line('all', planted),
    ...planted
      .filter(({ right, half }) => !right && half === 'tuning')
      .map(({ kind, kept }) => `        ${kind}: ${kept}`),
    line('harmless lines left alone', harmless),
    ...harmless.filter(({ right, half }) => !right && half === 'tuning').map(({ kept }) => `        ${kept}`),
  ];
}

function linesOfAudio(items: readonly BeepedItem[]): string[] {
  const heard = items.filter(wasHeard);
  const left = heard.filter((item) => !isGone(item));
  const words = (of: (item: BeepedItem) => number) => heard.reduce((sum, item) => sum + of(item), 0);
  const beside = (of: keyof BeepedItem['beside']) => items.reduce((sum, item) => sum + item.beside[of], 0);
  return [
    '',
    'gone from the recording, heard again by the built-in recogniser',
    ...PLANTED_KINDS.map((kind) => {
      const its = heard.filter((item) => item.kind === kind);
      return `${kind.padEnd(9)} ${its.filter(isGone).length} of ${its.length} items`;
    }),
    `all       ${heard.length - left.length} of ${heard.length} (${inPercent(heard.length - left.length, heard.length)}); ${items.length - heard.length} more were not understood before either`,
    `words     ${words((item) => item.words.after)} of ${words((item) => item.words.before)} that were heard before are still heard`,
    `beside    ${inPercent(beside('covered'), beside('samples'))} of the other words’ time is covered`,
    ...left.map(
      (item) =>
        `        ${item.kind} (${item.half === 'tuning' ? item.text : 'held out'}), ${item.voice}: ${item.words.after} of ${item.words.count} words`,
    ),
  ];
}
