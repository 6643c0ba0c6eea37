/** What is said in fixed words because nobody else can say it. */
export interface FixedLines {
  /** Nobody could answer. */
  unavailable: string;
  /** The answer broke off. */
  brokenOff: string;
  refused: string;
  /** It went on looking things up without an end. */
  unfinished: string;
}

const LINES: Readonly<Record<string, FixedLines>> = {
  en: {
    unavailable: 'I am sorry, I cannot answer right now. Please try again in a moment.',
    brokenOff: 'Sorry, I was interrupted. Please ask me that once more.',
    refused: 'I am sorry, I cannot help with that.',
    unfinished: 'I am sorry, I could not find that out. Shall I connect you with a person?',
  },
  de: {
    unavailable:
      'Es tut mir leid, ich kann gerade nicht antworten. Bitte versuchen Sie es gleich noch einmal.',
    brokenOff: 'Entschuldigung, ich wurde unterbrochen. Bitte fragen Sie mich das noch einmal.',
    refused: 'Es tut mir leid, dabei kann ich nicht helfen.',
    unfinished:
      'Es tut mir leid, das konnte ich nicht herausfinden. Soll ich Sie mit einem Menschen verbinden?',
  },
  es: {
    unavailable: 'Lo siento, ahora no puedo responder. Inténtelo de nuevo en un momento.',
    brokenOff: 'Perdone, me he interrumpido. Pregúnteme otra vez, por favor.',
    refused: 'Lo siento, en eso no puedo ayudar.',
    unfinished: 'Lo siento, no he podido averiguarlo. ¿Quiere que le pase con una persona?',
  },
  fr: {
    unavailable: 'Je suis désolé, je ne peux pas répondre maintenant. Veuillez réessayer dans un instant.',
    brokenOff: 'Pardon, j’ai été interrompu. Posez-moi la question encore une fois, s’il vous plaît.',
    refused: 'Je suis désolé, je ne peux pas vous aider pour cela.',
    unfinished:
      'Je suis désolé, je n’ai pas pu le trouver. Voulez-vous que je vous mette en relation avec une personne ?',
  },
};

/** The fixed lines of a language; English where nobody translated them. */
export function linesOf(language: string): FixedLines {
  return LINES[language.toLowerCase().split('-')[0] ?? ''] ?? LINES.en!;
}

/** Whether this text ends with the words for nobody having answered; another failed answer broke off. */
export const saysUnavailable = (text: string): boolean =>
  Object.values(LINES).some(({ unavailable }) => text.trimEnd().endsWith(unavailable));
