import type { Asked } from '../../../server/dialogue/understanding/asked.ts';
import type { Voice } from '../speech/callers.ts';

/** Short things that callers say, and who says them. */
export interface ShortWords {
  voices: readonly Voice[];
  /** What answers, or ends the conversation, by what was asked. */
  answers: Readonly<Partial<Record<Asked, readonly string[]>>>;
  /** What says nothing to the agent: no word of its grammar, and no other word for one. */
  foreign: readonly string[];
  /** What is said about the talk itself, after any question. */
  aboutTheTalk: readonly string[];
}

/** After which of the agent's questions foreign words are said. */
export const FOREIGN_AFTER = ['yes-no', 'time', 'anything'] as const satisfies readonly Asked[];

const person = (name: string, voiceId: string, throat: number): Voice => ({
  name,
  voiceId,
  throat,
  human: true,
});

/** The half that thresholds may be tuned with. */
const TUNING: ShortWords = {
  voices: [
    person('awb', 'flite:awb', 100),
    person('slt', 'flite:slt', 100),
    person('awb, higher', 'flite:awb', 108),
    person('slt, lower', 'flite:slt', 93),
  ],
  answers: {
    'yes-no': ['Yes.', 'No.', 'Yeah.', 'Okay.', 'Correct.', 'No thanks.', 'Go ahead.'],
    time: ['Five.', 'Ten.', 'Noon.'],
    date: ['Friday.', 'Today.'],
    service: ['The filling.'],
    anything: ['Bye.', 'Thanks.', 'Help.'],
  },
  foreign:
    'Blue,Table,Water,Chess,Paris,Snow,Kitchen,Apple,Window,Train,Dog,Cheese,Music,House,Red,Bread,Garden,Milk,Bird,Chair,Guitar,Why,Who,Maybe,Later,I see,Pizza,Lemon,Shoe,Market,Wood,Jess'.split(
      ',',
    ),
  aboutTheTalk: ['What?', 'Wait.', 'Hold on.', 'Hello?', 'Sorry?', 'Pardon?', 'Um.', 'One moment.'],
};

/** The half that says how well it went: other words, other voices. */
const HELD_OUT: ShortWords = {
  voices: [
    person('rms, lower', 'flite:rms', 93),
    person('kal', 'flite:kal16', 100),
    person('rms, higher', 'flite:rms', 104),
    person('kal, lower', 'flite:kal16', 92),
  ],
  answers: {
    'yes-no': ['Yes.', 'No.', 'Nope.', 'Sure.', 'Right.', 'Yes, please.', 'No, thank you.', 'That’s right.'],
    time: ['Two.', 'Eight.', 'Half past nine.'],
    date: ['Monday.', 'Tomorrow.'],
    service: ['A cleaning.'],
    anything: ['Goodbye.', 'Thank you.', 'A person.'],
  },
  foreign:
    'Green,Coffee,London,Car,Lamp,Sugar,Cat,Fish,Pencil,Door,River,Winter,Horse,Sock,Cake,Tree,Bank,Salt,Moon,Brother,Mouse,Glass,Light,Boat,Cup,Stone,Really,Wow,Whatever,Perhaps,Carpet,Bottle'.split(
      ',',
    ),
  aboutTheTalk: ['What?', 'Wait.', 'Hang on.', 'Hello?', 'Sorry?', 'What was that?', 'Uh.', 'Just a second.'],
};

export const SHORT_WORDS = { 'tuned with': TUNING, 'held out': HELD_OUT } as const;
