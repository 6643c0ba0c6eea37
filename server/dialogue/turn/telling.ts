import type { TurnEvent } from '../contract.ts';
import type { Channel } from './channel.ts';
import { SentenceSplitter } from './sentences.ts';

/** What is said in a turn: for the eye as it comes, for the ear sentence by sentence, and as a whole for the record. */
export class Telling {
  text = '';
  private sentences = 0;
  /** Comes before what is said next. */
  private gap = '';
  private readonly splitter: SentenceSplitter;
  private readonly events: Channel<TurnEvent>;

  constructor(events: Channel<TurnEvent>, language: string) {
    this.events = events;
    this.splitter = new SentenceSplitter(language);
  }

  say(text: string): void {
    // What follows another remark does not run into it; what begins a text needs no space before it.
    const words = this.text === '' || this.gap !== '' ? text.trimStart() : text;
    if (words === '') return;
    const said = this.gap + words;
    this.gap = '';
    this.text += said;
    this.events.push({ kind: 'text', text: said });
    for (const sentence of this.splitter.add(said)) this.give(sentence);
  }

  /** A paragraph of its own: it is heard at once, whenever what follows it comes. */
  paragraph(text: string): void {
    this.say(text);
    this.end();
    this.gap = '\n\n';
  }

  /** A remark of its own, apart from what was said before. */
  remark(text: string): void {
    this.say(this.text === '' || this.gap !== '' || /\s$/.test(this.text) ? text : ` ${text}`);
  }

  end(): void {
    for (const sentence of this.splitter.end()) this.give(sentence);
  }

  private give(text: string): void {
    this.events.push({ kind: 'sentence', index: this.sentences, text });
    this.sentences += 1;
  }
}
