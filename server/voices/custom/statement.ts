/** Stands for the speaker's name in the statement. */
export const SPEAKER = 'SPEAKER';

/** What a speaker says to agree. */
export const STATEMENT = `My name is ${SPEAKER}. I am recording my own voice, and I agree that a synthetic copy of it is made and used here.`;

/** Sentences for the recording: every sound of English, questions, numbers, and both calm and lively ones. */
export const RECORDING_SCRIPT: readonly string[] = [
  'The quick brown fox jumps over the lazy dog, and nobody in the village is surprised.',
  'Thank you for calling. How may I help you today?',
  'Your order number is four seven one nine, and it will arrive on Thursday between nine and noon.',
  'I am sorry to hear that. Let us see what we can do about it together.',
  'Wow, that is wonderful news! When did you find out?',
  'The weather this morning was grey and chilly, but by three o’clock the sun was shining over the harbour.',
  'Please read the measurements aloud: twelve point five, thirty, and one hundred and eight.',
  'She usually enjoys both vegetables and fish, although she would rather choose something joyful for dessert.',
  'If you would like to speak with somebody else, just say so, and I will put you through.',
  'Take a deep breath. There is no hurry at all.',
];
