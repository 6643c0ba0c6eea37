import type { PersonalityContent } from './content.ts';

/** Words by which people know that a machine talks to them, in the languages most used here. */
const SAYS_SO =
  /(?<![\p{L}\p{N}])(?:AI|A\.I\.|KI|IA|artificial|artificielle?|artificiale|künstliche[rn]?|chat ?bot|voice ?bot|(?:virtual|digital|automated|automatic) (?:assistant|agent|receptionist|host|guide|concierge))(?![\p{L}\p{N}])/iu;
/** Sayings that would take it back. */
const DENIES =
  /\b(?:not|n['’]t|never|no) (?:an? |some )?(?:AI|bot|chatbot|machine|robot|computer)\b|\b(?:am|I['’]m) (?:a )?(?:real |actual )?(?:human|person|man|woman)\b/iu;

/** Whether a greeting says that an AI talks. What takes it back again does not count. */
export const saysItIsAnAi = (greeting: string): boolean => SAYS_SO.test(greeting) && !DENIES.test(greeting);

/**
 * What a personality says first, in a chat or on the telephone: its greeting, led by the sentence that it is an AI
 * where the greeting does not say so. Never empty.
 */
export function openingWords({ name, prompts }: Pick<PersonalityContent, 'name' | 'prompts'>): string {
  const greeting = prompts.greeting.trim();
  if (greeting === '') return `Hello, this is ${name}, an AI assistant. How can I help you?`;
  if (saysItIsAnAi(greeting)) return greeting;
  return `This is ${name}, an AI assistant. ${greeting}`;
}
