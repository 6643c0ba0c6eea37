import { digitSpans } from '../../dialogue/understanding/numbers/digits.ts';
import { wordsOf } from '../../dialogue/understanding/words.ts';
import type { Expected, FloorEvent } from '../turns/floorEvents.ts';
import type { Timeline } from './timeline.ts';

/** Words with which the number of a card is asked for, or begins. */
const ANNOUNCES =
  /\bcard(?:'s)? number|\bnumber (?:of|on) (?:my|your|the) (?:\w+ )?card\b|\bsecurity code\b|\bc ?v ?[cv]\b|\b(?:kredit)?kartennummer\b|\bnúmero de (?:la |su |mi )?tarjeta\b|\bnuméro de (?:la |votre |ma )?carte\b/i;
/** With so many digits a number that nobody asked for may be that of a card. */
const LIKE_A_CARD = 8;

/**
 * Pauses the recording while a card number may be given outside of a step that asks for something secret: once it is
 * asked for or announced, or so many digits come where no number was asked for. With the end of the caller's turn it
 * goes on.
 */
export class CardWatch {
  private paused = false;
  private keys = 0;
  private numberAsked = false;

  constructor(
    private readonly timeline: Timeline,
    /** Something secret is asked for: the recording pauses for that. */
    private readonly secret: () => boolean,
  ) {}

  expect({ what }: Pick<Expected, 'what'>): void {
    this.numberAsked = what === 'digits' || what === 'spelling';
  }

  /** What the agent is about to say. */
  says(text: string): void {
    if (ANNOUNCES.test(text)) this.pause();
  }

  /** What the caller is understood to say so far, or presses. */
  hears(event: FloorEvent): void {
    if (event.type === 'key') this.keys++;
    const text = event.type === 'interim' || event.type === 'final' ? event.text : '';
    const long = () =>
      this.keys >= LIKE_A_CARD ||
      digitSpans(wordsOf(text)).some(({ digits }) => digits.length >= LIKE_A_CARD);
    if (ANNOUNCES.test(text) || (!this.numberAsked && long())) this.pause();
  }

  /** The caller's turn is over, or something else began. */
  over(): void {
    this.keys = 0;
    if (!this.paused) return;
    this.paused = false;
    if (!this.secret()) this.timeline.resumeRecording();
  }

  private pause(): void {
    this.paused = true;
    this.timeline.pauseRecording('A card number may be given');
  }
}
