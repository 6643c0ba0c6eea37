/** What the agent says to somebody whose language it hardly speaks. */
export interface Phrases {
  greeting: string;
  notUnderstood: string;
  offerPerson: string;
  noPerson: string;
  connecting: string;
  welcome: string;
  goodbye: string;
  /** Before the list of days, and what a day without hours is. */
  open: string;
  closed: string;
  /** Between the first and the last of several days, and between two. */
  to: string;
  and: string;
  unknownHours: string;
}

const PHRASES: Readonly<Record<string, Phrases>> = {
  de: {
    greeting: 'Guten Tag! Ich bin der KI-Assistent.',
    notUnderstood: 'Das habe ich leider nicht verstanden; gut verstehe ich nur Englisch.',
    offerPerson: 'Soll ich Sie mit einem Menschen verbinden?',
    noPerson: 'Ich kann Sie von hier leider mit niemandem verbinden.',
    connecting: 'Ich verbinde Sie mit einem Menschen. Einen Moment, bitte.',
    welcome: 'Gern geschehen.',
    goodbye: 'Vielen Dank. Auf Wiederhören!',
    open: 'Wir haben geöffnet:',
    closed: 'geschlossen',
    to: 'bis',
    and: 'und',
    unknownHours: 'Die Öffnungszeiten habe ich leider nicht zur Hand.',
  },
  es: {
    greeting: '¡Buenos días! Soy el asistente de IA.',
    notUnderstood: 'Lo siento, no le he entendido; solo entiendo bien el inglés.',
    offerPerson: '¿Le paso con una persona?',
    noPerson: 'Lo siento, desde aquí no puedo pasarle con nadie.',
    connecting: 'Le paso con una persona. Un momento, por favor.',
    welcome: 'De nada.',
    goodbye: 'Muchas gracias. ¡Adiós!',
    open: 'Nuestro horario:',
    closed: 'cerrado',
    to: 'a',
    and: 'y',
    unknownHours: 'Lo siento, no tengo el horario a mano.',
  },
  fr: {
    greeting: 'Bonjour ! Je suis l’assistant IA.',
    notUnderstood: 'Je suis désolé, je n’ai pas compris ; je ne comprends bien que l’anglais.',
    offerPerson: 'Voulez-vous que je vous passe une personne ?',
    noPerson: 'Je suis désolé, je ne peux vous passer personne d’ici.',
    connecting: 'Je vous passe une personne. Un instant, s’il vous plaît.',
    welcome: 'Je vous en prie.',
    goodbye: 'Merci beaucoup. Au revoir !',
    open: 'Nos horaires :',
    closed: 'fermé',
    to: 'à',
    and: 'et',
    unknownHours: 'Je n’ai malheureusement pas nos horaires sous la main.',
  },
};

/** Phrases in a language of these; null for any other, English too. */
export function phrasesOf(language: string): Phrases | null {
  return PHRASES[language.split('-')[0]!.toLowerCase()] ?? null;
}

/** The name of a weekday, 0 for Sunday. */
export function weekdayIn(language: string, weekday: number): string {
  // The fourth of January 1970 was a Sunday.
  const day = new Date(Date.UTC(1970, 0, 4 + weekday));
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(day);
}
