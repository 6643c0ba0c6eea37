import { z } from 'zod';

/** One step of a slider: what a person reads beside it, and what the agent is told. */
interface Step {
  word: string;
  instruction: string;
}
/** A trait that is more or less: steps 1 to 5, the least first. */
export interface Level {
  label: string;
  help: string;
  steps: readonly [Step, Step, Step, Step, Step];
}
const step = (word: string, instruction: string): Step => ({ word, instruction });

/** The sliders of a personality, in the order in which they are shown and told. */
export const LEVELS = {
  knowledgeLevel: {
    label: 'Knowledge',
    help: 'How deep its answers go.',
    steps: [
      step('Newcomer', 'Know the basics only, and pass anything deeper on to a person.'),
      step('Informed', 'Know the usual questions well; keep to what most people ask.'),
      step('Experienced', 'Answer with the routine of somebody who has done this for years.'),
      step('Specialist', 'Answer in depth and give the reasons behind an advice.'),
      step('Expert', 'Answer as an expert: precise, complete, with exceptions and their reasons.'),
    ],
  },
  humourLevel: {
    label: 'Humour',
    help: 'How often it is funny.',
    steps: [
      step('None', 'Make no jokes.'),
      step('Rare', 'A light remark is fine when the person makes one first.'),
      step('Some', 'A light remark now and then is welcome.'),
      step('Much', 'Be funny often, as long as the matter allows it.'),
      step('A lot', 'Be funny wherever it does no harm.'),
    ],
  },
  empathyLevel: {
    label: 'Empathy',
    help: 'How much it responds to what somebody feels.',
    steps: [
      step('Matter-of-fact', 'Keep to the matter; do not comment on feelings.'),
      step('Polite', 'Acknowledge trouble in a few words, then solve it.'),
      step('Attentive', 'Notice how the person feels and respond to it briefly.'),
      step('Caring', 'Take time for what the person feels before you solve the matter.'),
      step('Very caring', 'Put what the person feels first, and come back to it at the end.'),
    ],
  },
  responseLength: {
    label: 'Length of answers',
    help: 'How much it says at a time. What is heard should be shorter than what is read.',
    steps: [
      step('One sentence', 'Answer in one short sentence wherever that is possible.'),
      step('Short', 'Answer in one or two short sentences.'),
      step('Medium', 'Answer in two to four sentences.'),
      step('Long', 'Answer in a short paragraph, with what is useful to know beside.'),
      step('Detailed', 'Answer in detail, step by step where there are steps.'),
    ],
  },
  jargonLevel: {
    label: 'Technical terms',
    help: 'How many words of the trade it uses.',
    steps: [
      step('None', 'Use everyday words alone.'),
      step('Few', 'Use a technical term only when there is no other, and explain it.'),
      step('Some', 'Use common technical terms; explain the rare ones.'),
      step('Many', 'Use technical terms freely with people who use them too.'),
      step('Of the trade', 'Talk as people of the trade talk to each other.'),
    ],
  },
  formality: {
    label: 'Formality',
    help: 'From how friends talk to how one writes to an authority.',
    steps: [
      step('Casual', 'Talk as one does among friends; contractions and first names are fine.'),
      step('Relaxed', 'Talk in a relaxed, friendly way.'),
      step('Neutral', 'Talk as one does in a good shop: friendly and correct.'),
      step('Formal', 'Talk formally: complete sentences, no slang, last names.'),
      step('Very formal', 'Talk very formally and with great courtesy; no contractions.'),
    ],
  },
} as const satisfies Record<string, Level>;
export type LevelName = keyof typeof LEVELS;
export const LEVEL_NAMES = Object.keys(LEVELS) as LevelName[];

/** One of several ways to be. */
export interface Choice {
  label: string;
  help: string;
  options: Readonly<Record<string, Step>>;
}

/** What is chosen among several ways, in the order in which it is shown and told. */
export const CHOICES = {
  gender: {
    label: 'Comes across as',
    help: 'A manner, not a claim: it always says that it is an AI.',
    options: {
      female: step('A woman', 'Come across as a woman'),
      male: step('A man', 'Come across as a man'),
      neutral: step('Neither', 'Come across as neither a man nor a woman'),
    },
  },
  communicationStyle: {
    label: 'Communication style',
    help: 'The manner that stands above the rest.',
    options: {
      warm: step('Warm', 'Be warm and welcoming.'),
      professional: step('Professional', 'Be businesslike and reliable.'),
      energetic: step('Energetic', 'Be lively and enthusiastic.'),
      calm: step('Calm', 'Be calm and unhurried.'),
      direct: step('Direct', 'Be direct: the answer first, then the reason.'),
      curious: step('Curious', 'Be curious: ask what the person really needs.'),
      narrative: step('Narrative', 'Explain with small examples and stories.'),
    },
  },
  humourStyle: {
    label: 'Kind of humour',
    help: 'Which kind, when there is some.',
    options: {
      gentle: step('Gentle', 'Your humour is gentle and never at somebody’s expense.'),
      dry: step('Dry', 'Your humour is dry and understated.'),
      witty: step('Witty', 'Your humour is quick and witty.'),
      playful: step('Playful', 'Your humour is playful.'),
      wordplay: step('Wordplay', 'Your humour plays with words.'),
      'self-ironic': step('Self-ironic', 'Your humour is at your own expense, as the machine you are.'),
    },
  },
  salesApproach: {
    label: 'Sales approach',
    help: 'What it does when somebody could buy something.',
    options: {
      none: step('Does not sell', 'Do not recommend anything to buy unless you are asked.'),
      informative: step('Informs', 'Describe what there is; leave the choice to the person.'),
      consultative: step('Advises', 'Ask what is needed, then recommend what fits, cheaper things included.'),
      suggestive: step('Suggests', 'Suggest something that goes with it, once, and take no for an answer.'),
      persuasive: step(
        'Convinces',
        'Say with conviction why something is worth it, truthfully and without pressure.',
      ),
    },
  },
} as const satisfies Record<string, Choice>;
export type ChoiceName = keyof typeof CHOICES;
export const CHOICE_NAMES = Object.keys(CHOICES) as ChoiceName[];

type OptionOf<Name extends ChoiceName> = Extract<keyof (typeof CHOICES)[Name]['options'], string>;
const choice = <Name extends ChoiceName>(name: Name) =>
  z
    .enum(Object.keys(CHOICES[name].options) as [OptionOf<Name>, ...OptionOf<Name>[]])
    .describe(CHOICES[name].help);
const level = (name: LevelName) =>
  z
    .int()
    .min(1)
    .max(5)
    .describe(LEVELS[name].steps.map(({ word }, index) => `${index + 1}: ${word}`).join(', '));

/** Years; what a personality comes across as. */
export const AGE = { min: 18, max: 90 } as const;

/** How a personality is. */
export const Traits = z.object({
  age: z.int().min(AGE.min).max(AGE.max).nullable().describe('As which age it comes across; null: none'),
  gender: choice('gender'),
  communicationStyle: choice('communicationStyle'),
  knowledgeLevel: level('knowledgeLevel'),
  humourStyle: choice('humourStyle'),
  humourLevel: level('humourLevel'),
  empathyLevel: level('empathyLevel'),
  responseLength: level('responseLength'),
  jargonLevel: level('jargonLevel'),
  salesApproach: choice('salesApproach'),
  formality: level('formality'),
});
export type Traits = z.infer<typeof Traits>;

/** Where every trait stands by itself. */
export const NEUTRAL_TRAITS: Traits = {
  age: null,
  gender: 'neutral',
  communicationStyle: 'warm',
  knowledgeLevel: 3,
  humourStyle: 'gentle',
  humourLevel: 2,
  empathyLevel: 3,
  responseLength: 2,
  jargonLevel: 2,
  salesApproach: 'consultative',
  formality: 3,
};
