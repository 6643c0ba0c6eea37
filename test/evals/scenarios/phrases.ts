/** Lists of phrases as people answer menus. */
export const PHRASE_LISTS: readonly (readonly string[])[] = [
  ['yes please', 'no thanks', 'talk to a person', 'say that again', 'goodbye'],
  ['check my balance', 'pay a bill', 'report a lost card', 'speak to an agent', 'main menu'],
  ['track my parcel', 'change my address', 'return an item', 'where is my order', 'something else'],
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'next week'],
];

/** None of any list. */
export const OUTSIDE_PHRASES: readonly string[] = [
  'How many grams are there in a pound?',
  'Did you hear that noise upstairs?',
  'Nothing rhymes with orange.',
  'She has worked abroad since last autumn.',
  'Perhaps later.',
  'Can you hear me?',
  'Umbrella.',
  'I told the plumber that the kitchen tap had been dripping ever since he replaced the old pipe.',
];
