import type { TurnEvent } from '../contract.ts';
import type { Channel } from './channel.ts';
import { SentenceSplitter } from './sentences.ts';

/** What is said in a turn: for the eye as it comes, for the ear sentence by sentence, and as a whole for the record. */
export class Telling {
  text = '';
  private sentences = 0;
  private readonly splitter: SentenceSplitter;
  private readonly events: Channel<TurnEvent>;

  constructor(events: Channel<TurnEvent>, language: string) {
    this.events = events;
    this.splitter = new SentenceSplitter(language);
  }

  say(text: string): void {
    // What follows another remark does not run into it; what begins a text needs no space before it.
    const said = this.text === '' ? text.trimStart() : text;
    if (said === '') return;
    this.text += said;
    this.events.push({ kind: 'text', text: said });
    for (const sentence of this.splitter.add(said)) this.give(sentence);
  }

  /** A remark of its own, apart from what was said before. */
  remark(text: string): void {
    this.say(this.text === '' || /\s$/.test(this.text) ? text : ` ${text}`);
  }

  end(): void {
    for (const sentence of this.splitter.end()) this.give(sentence);
  }

  private give(text: string): void {
    this.events.push({ kind: 'sentence', index: this.sentences, text });
    this.sentences += 1;
  }
}
