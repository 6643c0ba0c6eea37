import type { PURPOSES } from '../../../shared/api/studio.ts';
import type { SpeechParametersInput } from '../../../shared/speech/parameters.ts';
import type { SampleShowing } from '../../db/jobs.ts';

/** One way to speak a sample script. Voices are wished for by what they are, since engines differ. */
export interface SampleTake {
  gender: 'female' | 'male';
  parameters?: SpeechParametersInput;
  note?: string;
  /** Where it stands in the end; a draft without. */
  showing?: SampleShowing;
}

export interface SampleScript {
  title: string;
  text: string;
  takes: readonly SampleTake[];
}

export interface SampleProject {
  name: string;
  purpose: (typeof PURPOSES)[number];
  scripts: readonly SampleScript[];
}

/** Scripts as teams in support, sales and education write them; each shows something the studio can do. */
export const SAMPLE_PROJECTS: readonly SampleProject[] = [
  {
    name: 'Support hotline',
    purpose: 'support',
    scripts: [
      {
        title: 'Greeting',
        text: 'Thank you for calling Northwind Support. <break time="300ms"/> Please tell me in a few words what I can help you with, or say <emphasis>agent</emphasis> to speak with a colleague.',
        takes: [
          { gender: 'female', note: 'First take' },
          {
            gender: 'female',
            parameters: { tone: 'warm', speed: 0.95 },
            note: 'Warmer, a little slower',
            showing: { status: 'approved', live: { channel: 'support-bot', slot: 'greeting' } },
          },
          {
            gender: 'male',
            parameters: { tone: 'professional' },
            note: 'The other voice, to compare',
            showing: {
              status: 'in_review',
              comment: {
                text: 'A comment can be pinned to a stretch of the audio: this one is about the opening words. Answer it, or resolve it.',
                startMs: 0,
                endMs: 1200,
              },
            },
          },
        ],
      },
      {
        title: 'Hold',
        text: 'All of my colleagues are speaking with other customers at the moment. <break time="400ms"/> You keep your place in the line, and somebody will be with you in about three minutes.\n\nYou do not have to wait: say <emphasis>call me back</emphasis>, and we will ring you on the number you are calling from.',
        takes: [
          {
            gender: 'female',
            parameters: { tone: 'calm' },
            showing: { status: 'approved', live: { channel: 'support-bot', slot: 'hold' } },
          },
          {
            gender: 'female',
            parameters: { tone: 'calm', sentencePauseMs: 600 },
            note: 'Longer pauses',
            showing: { status: 'in_review' },
          },
        ],
      },
      {
        title: 'Outage notice',
        text: 'We know that some customers cannot sign in this morning, and our engineers are working on it. <break time="300ms"/> We expect to be back by <say-as interpret-as="time">11:30</say-as>. Your data is safe, and nothing you saved is lost.',
        takes: [{ gender: 'male', parameters: { tone: 'serious' }, showing: { status: 'in_review' } }],
      },
      {
        title: 'Goodbye',
        text: 'Thank you for calling Northwind. If anything comes up again, we are here every day from eight to eight. Have a good day. Goodbye.',
        takes: [{ gender: 'female', parameters: { tone: 'friendly' }, showing: { status: 'approved' } }],
      },
    ],
  },
  {
    name: 'Outbound sales',
    purpose: 'sales',
    scripts: [
      {
        title: 'Introduction',
        text: 'Hello, this is the assistant of Northwind Energy. <break time="250ms"/> You asked us what solar panels would bring on your roof, and your figures are ready. It takes about two minutes. Is now a good time?',
        takes: [
          {
            gender: 'male',
            parameters: { tone: 'friendly' },
            showing: { status: 'approved', live: { channel: 'sales-intro', slot: 'intro' } },
          },
          {
            gender: 'male',
            parameters: { tone: 'energetic', speed: 1.05 },
            note: 'More energy',
            showing: { status: 'in_review' },
          },
        ],
      },
      {
        title: 'Follow-up voicemail',
        text: 'Hello, this is Northwind Energy about the offer that you asked for. Nothing is urgent: the offer stands until the end of the month. <break time="300ms"/> If you have questions, call us on <say-as interpret-as="telephone">555 0199</say-as>, or simply answer our e-mail. Thank you, and goodbye.',
        takes: [{ gender: 'male', parameters: { tone: 'professional' } }],
      },
    ],
  },
  {
    name: 'First aid course',
    purpose: 'education',
    scripts: [
      {
        title: 'Course welcome',
        text: 'Welcome to First Aid at Work. In the next forty minutes you will learn what to do in the first five minutes of an emergency, <break time="200ms"/> the minutes in which help matters most.\n\nYou can stop at any time and go on where you left off. Let us begin.',
        takes: [
          {
            gender: 'female',
            parameters: { tone: 'warm' },
            showing: { status: 'approved', live: { channel: 'course-narration', slot: 'welcome' } },
          },
          { gender: 'male', parameters: { tone: 'calm', speed: 0.95 }, note: 'For comparison' },
        ],
      },
      {
        title: 'Lesson one: checking for a response',
        text: 'Lesson one. Before you touch anybody, look around: is it safe for <emphasis level="strong">you</emphasis>? <break time="500ms"/> Then speak loudly and tap the shoulder. Are you all right? Can you hear me?\n\nIf there is no answer, call the emergency number and switch your telephone to loudspeaker, so that both hands are free.',
        takes: [
          {
            gender: 'female',
            parameters: { tone: 'calm', speed: 0.95, paragraphPauseMs: 900 },
            showing: { status: 'approved' },
          },
        ],
      },
      {
        title: 'Quiz feedback: correct',
        text: 'That is right. Pressing hard and fast, about two times a second, keeps the blood moving until help arrives. Well done.',
        takes: [
          {
            gender: 'female',
            parameters: { tone: 'friendly', emphasis: 'moderate' },
            showing: {
              status: 'in_review',
              comment: { text: 'This comment is about the whole version: is it as warm as the greeting?' },
            },
          },
        ],
      },
      {
        title: 'Quiz feedback: not quite',
        text: 'Not quite. It is a natural thing to check the pulse first, but it costs time and is easily misread. <break time="300ms"/> If somebody does not answer and does not breathe normally, start pressing at once.',
        takes: [{ gender: 'female', parameters: { tone: 'warm' } }],
      },
    ],
  },
];
