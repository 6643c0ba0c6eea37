import { PLAN_TERMS, type Plan, type PlanTerms } from '../../../shared/usage/plans.ts';
import { formatCount } from '../../format/amounts.ts';

/** What a plan includes, in a line. */
export function includedIn({ charactersPerMonth, customVoices }: PlanTerms): string {
  if (charactersPerMonth === 0) return 'Texts alone, nothing spoken';
  const characters = charactersPerMonth === null ? 'Any number of' : formatCount(charactersPerMonth);
  const voices =
    customVoices === null
      ? 'any number of voices of your own'
      : customVoices === 0
        ? 'the voices of the list'
        : `the voices of the list and ${customVoices === 1 ? 'one' : customVoices} of your own`;
  return `${characters} characters a month, ${voices}`;
}

/** How a workspace uses its plan. */
interface Use {
  /** Spoken this month. */
  characters: number;
  /** First day of the next month. */
  resets: string;
  customVoicesMade: number;
}

/** What stands in the way of a plan; null when nothing does. The server decides. */
export function inTheWay(plan: Plan, { customVoicesMade }: Use): string | null {
  const most = PLAN_TERMS[plan].customVoices;
  if (most === null || customVoicesMade <= most) return null;
  const voices = customVoicesMade === 1 ? 'a voice' : `${customVoicesMade} voices`;
  const extra = customVoicesMade - most;
  const first = customVoicesMade === 1 ? 'it' : extra === customVoicesMade ? 'them' : `${extra} of them`;
  return `This workspace has ${voices} of its own. Delete ${first} first, under Personalities.`;
}

/** What changes at once when a workspace goes from one plan to another, in sentences. */
export function changesWith(before: Plan, plan: Plan, { characters, resets }: Use): string[] {
  if (before === plan) return ['This is the plan of the workspace now.'];
  const { charactersPerMonth: most, customVoices } = PLAN_TERMS[plan];
  const was = PLAN_TERMS[before];
  const changes: string[] = [];
  if (most === 0)
    changes.push(
      'Nothing new can be spoken: no versions, no previews, nothing for programs. What waits to be generated fails.',
      'What was generated stays, and what is live stays live.',
    );
  else if (most === null) changes.push('Any number of characters can be spoken.');
  else if (characters >= most)
    changes.push(
      `${formatCount(characters)} characters were spoken this month already, which is all of it: nothing new is spoken until ${resets} (UTC).`,
    );
  else
    changes.push(
      `${formatCount(most)} characters a month can be spoken; ${formatCount(characters)} of this month’s are used.`,
    );
  if (most !== 0 && was.charactersPerMonth === 0) changes.push('The voices of the list can be used.');
  if (customVoices !== was.customVoices)
    changes.push(
      customVoices === 0
        ? 'No voices of your own can be made.'
        : customVoices === null
          ? 'Any number of voices of your own can be made.'
          : `${customVoices === 1 ? 'One voice' : `${customVoices} voices`} of your own can be made.`,
    );
  return changes;
}
