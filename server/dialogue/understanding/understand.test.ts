import { expect, test } from 'vitest';
import type { Intent } from '../../../shared/dialogue/intents.ts';
import { expectedSpeech } from '../listening/grammar.ts';
import type { Asked } from './asked.ts';
import { understand } from './understand.ts';

test.each<[string, Asked, Intent]>([
  ['12345', 'order-number', 'provide'],
  ['12345', 'anything', 'provide'],
  ['no, Friday', 'yes-no', 'correct'],
  ['yes please', 'yes-no', 'confirm'],
  ['Yes, thank you.', 'yes-no', 'confirm'],
  ['uh, no, thank you', 'yes-no', 'deny'],
  ['No, thank you.', 'hand-over', 'deny'],
  ['No, thank you.', 'anything', 'goodbye'],
  ['yes please', 'hand-over', 'person'],
  ['ja', 'hand-over', 'person'],
  ['half past three', 'time', 'provide'],
  ['Bob Ray', 'name', 'provide'],
  ['perfect', 'name', 'confirm'],
  ['sounds good', 'name', 'confirm'],
  ['make it thursday', 'name', 'correct'],
  ['what times do you have?', 'time', 'check-availability'],
  ['I would rather speak to a human', 'date', 'person'],
  ['I wnat to cancel my apointment', 'anything', 'cancel-appointment'],
  ['book me a flight to Rome', 'anything', 'none'],
  ['glorp zang fribble', 'anything', 'none'],
  ['…', 'anything', 'none'],
])('%s, asked for %s, is %s', (text, asked, intent) => {
  expect(understand(text, { asked }).intent).toBe(intent);
});

test.each<[string, Intent]>([
  ["don't cancel my appointment", 'deny'],
  ['Please do not cancel it.', 'deny'],
  ['I don’t want to cancel my appointment', 'deny'],
  ["I'm not going to cancel my appointment", 'deny'],
  ['I never wanted to book an appointment', 'deny'],
  ['Don’t cancel my appointment, move it to Friday.', 'reschedule-appointment'],
  ['why don’t you just cancel my appointment', 'cancel-appointment'],
  ['I can not come on Friday, please cancel my appointment', 'cancel-appointment'],
  ['I don’t need it any more, cancel my appointment', 'cancel-appointment'],
  ["don't forget to cancel my appointment", 'cancel-appointment'],
  ["I don't have a complaint, I just want to know your hours", 'business-hours'],
  ['I don’t need a person, just tell me when you open', 'business-hours'],
  ["I don't want to talk to anybody", 'deny'],
  ["I don't want to talk to a machine", 'person'],
])('%s: %s', (text, intent) => {
  expect(understand(text).intent).toBe(intent);
});

test.each([
  ['I am not at all happy with this', 'negative'],
  ['this is great, thank you', 'positive'],
  ['no, Friday', 'neutral'],
  ['No. Three o’clock.', 'neutral'],
  ['sorry, I meant at three', 'neutral'],
  ['please cut', 'neutral'],
  ['a hair cut please', 'neutral'],
  ['I lost the code', 'neutral'],
  ['No, thank you. Goodbye.', 'neutral'],
  ['no thanks', 'neutral'],
  ['no thank you, that was awful', 'negative'],
  ['no, this is terrible', 'negative'],
  ['I would like to cancel my appointment', 'neutral'],
])('%s sounds %s', (text, label) => {
  expect(understand(text).sentiment.label).toBe(label);
});

test('it takes far less than two milliseconds', () => {
  understand('warm');
  const begun = process.cpuUsage();
  for (let round = 0; round < 200; round += 1) understand(`could I come in on the ${round} of May please`);
  const { user } = process.cpuUsage(begun);
  expect(user / 200).toBeLessThan(2000);
});

/** How many characters patterns are held against, by everybody, libraries included. */
function lookedAt(run: () => void): number {
  const exec = RegExp.prototype.exec;
  let count = 0;
  RegExp.prototype.exec = function (text) {
    count += String(text).length - (this.global || this.sticky ? this.lastIndex : 0);
    return exec.call(this, text);
  };
  try {
    run();
  } finally {
    RegExp.prototype.exec = exec;
  }
  return count;
}

test('what a long message costs grows no faster than its length', () => {
  const story = 'My sister, who moved here in May, said on Monday at 10 that her name is Anna. ';
  const work = (characters: number) => {
    const text = story.repeat(Math.ceil(characters / story.length)).slice(0, characters);
    return lookedAt(() => understand(text, { asked: 'date' }));
  };
  expect(work(4000)).toBeLessThan((4000 / 150) * work(150));
  expect(work(40_000)).toBeLessThan(1.2 * work(4000));
});

test.each([
  (story: string) => `I want to cancel my appointment. ${story}`,
  (story: string) => `${story} Anyway, I want to cancel my appointment.`,
])('a wish is found where a long message begins or ends', (withStory) => {
  const story = 'It has been quite a week. '.repeat(150);
  expect(understand(withStory(story)).intent).toBe('cancel-appointment');
});

/** One way to say a rule: optional parts left out, of several ways the first. */
function oneWay(expansion: string, rules: Readonly<Record<string, string>>, pick: number): string {
  let text = expansion;
  for (let more = true; more; ) {
    const before = text;
    text = text
      .replace(/\[[^[\]()]*\]/g, ' ')
      .replace(/<(\w+)>/g, (_, name: string) => ` ( ${rules[name]} ) `)
      .replace(/\(([^()[\]<>]*)\)\+?/g, (_, choices: string) => {
        const ways = choices.split('|');
        return ` ${ways[pick % ways.length]} `;
      });
    more = text !== before;
  }
  const ways = text.split('|');
  return ways[pick % ways.length]!.replace(/\s+/g, ' ').trim();
}

test('what a recogniser of grammars may hear as a wish is understood as this wish', () => {
  const rules = expectedSpeech({ asked: 'anything', services: ['Check-up', 'Cleaning'] });
  const wanted: [string, Intent][] = [
    ['order', 'order-status'],
    ['parcel', 'track-package'],
    ['book', 'book-appointment'],
    ['free', 'check-availability'],
    ['move', 'reschedule-appointment'],
    ['cancel', 'cancel-appointment'],
    ['hours', 'business-hours'],
    ['price', 'faq'],
    ['person', 'person'],
  ];
  const misunderstood: string[] = [];
  let count = 0;
  for (const [rule, intent] of wanted)
    for (let pick = 0; pick < 12; pick += 1) {
      const text = oneWay(rules[rule]!, rules, pick);
      const understood = understand(text).intent;
      count += 1;
      if (understood !== intent) misunderstood.push(`${text}: ${understood}`);
    }
  // “Order triple four” alone is a number that is given.
  expect(misunderstood.length / count, misunderstood.join(', ')).toBeLessThan(0.04);
});
