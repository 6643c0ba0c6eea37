import type { PersonalityContent } from './content.ts';

/** Words by which people know that a machine talks to them, in the languages most used here. */
const SAYS_SO =
  /(?<![\p{L}\p{N}])(?:AI|A\.I\.|KI|IA|artificial|artificielle?|artificiale|künstliche[rn]?|chat ?bot|voice ?bot|(?:virtual|digital|automated|automatic) (?:assistant|agent|receptionist|host|guide|concierge))(?![\p{L}\p{N}])/iu;
/** Sayings that would take it back. */
const DENIALS = [
  /\b(?:not|n['’]t|never|no) (?:an? |some )?(?:AI|bot|chatbot|machine|robot|computer)\b/i,
  /\b(?:am|I['’]m) (?:an? )?(?:real |actual )?(?:human|person|man|woman)\b/i,
  /\bkeine? (?:KI|künstliche|bot|chatbot|maschine|roboter|computer)\b/i,
  /\bbin (?:ein )?(?:echter |richtiger )?mensch\b/i,
  /\bno soy (?:una? )?(?:IA|inteligencia|bot|máquina|robot)/i,
  /\bsoy (?:una )?persona\b/i,
  /\bpas (?:une? |d['’])?(?:IA|intelligence|bot|machine|robot)\b/i,
  /\bsuis (?:une? )?(?:vraie? )?(?:personne|humain)/i,
];

/** Whether a greeting says that an AI talks. What takes it back again does not count. */
export const saysItIsAnAi = (greeting: string): boolean =>
  SAYS_SO.test(greeting) && !DENIALS.some((denial) => denial.test(greeting));

interface Lines {
  /** Leads a greeting that does not say it. */
  lead(name: string): string;
  /** Where there is no greeting. */
  alone(name: string): string;
}
const EN: Lines = {
  lead: (name) => `This is ${name}, an AI assistant.`,
  alone: (name) => `Hello, this is ${name}, an AI assistant. How can I help you?`,
};
const LINES: Readonly<Record<string, Lines>> = {
  en: EN,
  de: {
    lead: (name) => `Hier ist ${name}, ein KI-Assistent.`,
    alone: (name) => `Guten Tag, hier ist ${name}, ein KI-Assistent. Wie kann ich Ihnen helfen?`,
  },
  es: {
    lead: (name) => `Le habla ${name}, un asistente de inteligencia artificial.`,
    alone: (name) =>
      `Hola, le habla ${name}, un asistente de inteligencia artificial. ¿En qué puedo ayudarle?`,
  },
  fr: {
    lead: (name) => `Ici ${name}, un assistant d’intelligence artificielle.`,
    alone: (name) =>
      `Bonjour, ici ${name}, un assistant d’intelligence artificielle. Comment puis-je vous aider ?`,
  },
};

const baseOf = (language: string | undefined) => language?.toLowerCase().split('-')[0] ?? '';
/** Whether two tags name the same language, wherever it is spoken. */
export const sameLanguage = (one: string, other: string): boolean => baseOf(one) === baseOf(other);

const linesOf = (language: string | undefined) => LINES[baseOf(language)] ?? EN;

/** The sentence that an AI talks, in a language; in English where we have none in it. */
export const disclosureIn = (language: string, name: string): string => linesOf(language).lead(name);

/**
 * What a personality says first, in a chat or on the telephone: its greeting, led by the sentence that it is an AI
 * where the greeting does not say so, in the language it begins in (English where we have no such sentence). Never empty.
 */
export function openingWords({
  name,
  languages,
  prompts,
}: Pick<PersonalityContent, 'name' | 'languages' | 'prompts'>): string {
  const { lead, alone } = linesOf(languages[0]);
  const greeting = prompts.greeting.trim();
  if (greeting === '') return alone(name);
  return saysItIsAnAi(greeting) ? greeting : `${lead(name)} ${greeting}`;
}

/**
 * The first words in a conversation that is held in `language`: the greeting word for word where it is written in that
 * language, else the sentence that an AI talks.
 */
export function openingIn(
  language: string,
  personality: { name: string; greeting: string; language: string },
): string {
  return sameLanguage(language, personality.language)
    ? personality.greeting
    : disclosureIn(language, personality.name);
}
