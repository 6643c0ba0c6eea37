/** Short words of a call that no flow has to write. */
export interface CallLines {
  notUnderstood: string;
  sayAgain: string;
  /** How to answer a question of yes or no that speech did not answer. */
  yesNoByKeys: string;
  /** What the caller is taken to say with these keys. */
  yes: string;
  no: string;
  /** The agent goes on after a person. */
  back: string;
  /** Led by it, a summary is spoken to a person who takes a call over. */
  summary: string;
  noSummary: string;
}

const LINES: Readonly<Record<string, CallLines>> = {
  en: {
    notUnderstood: 'Sorry, I did not understand that.',
    sayAgain: 'Could you say it again?',
    yesNoByKeys: 'Please say yes or no, or press 1 for yes and 2 for no.',
    yes: 'Yes.',
    no: 'No.',
    back: 'You are back with the assistant. How can I help you?',
    summary: 'A caller is waiting for you.',
    noSummary: 'Nothing is known of their wish yet.',
  },
  de: {
    notUnderstood: 'Das habe ich leider nicht verstanden.',
    sayAgain: 'Können Sie es noch einmal sagen?',
    yesNoByKeys: 'Bitte sagen Sie Ja oder Nein, oder drücken Sie die 1 für Ja und die 2 für Nein.',
    yes: 'Ja.',
    no: 'Nein.',
    back: 'Sie sprechen wieder mit dem Assistenten. Wie kann ich Ihnen helfen?',
    summary: 'Ein Anrufer wartet auf Sie.',
    noSummary: 'Von seinem Wunsch ist noch nichts bekannt.',
  },
  es: {
    notUnderstood: 'Perdone, no lo he entendido.',
    sayAgain: '¿Puede repetirlo?',
    yesNoByKeys: 'Diga sí o no, o pulse 1 para sí y 2 para no.',
    yes: 'Sí.',
    no: 'No.',
    back: 'Vuelve a hablar con el asistente. ¿En qué puedo ayudarle?',
    summary: 'Le espera una llamada.',
    noSummary: 'Todavía no se sabe qué desea.',
  },
  fr: {
    notUnderstood: 'Pardon, je n’ai pas compris.',
    sayAgain: 'Pouvez-vous répéter ?',
    yesNoByKeys: 'Dites oui ou non, ou appuyez sur 1 pour oui et sur 2 pour non.',
    yes: 'Oui.',
    no: 'Non.',
    back: 'Vous êtes de nouveau avec l’assistant. Comment puis-je vous aider ?',
    summary: 'Un appel vous attend.',
    noSummary: 'On ne sait encore rien de sa demande.',
  },
};

/** The words of a language; English where nobody translated them. */
export function callLinesOf(language: string): CallLines {
  return LINES[language.toLowerCase().split('-')[0] ?? ''] ?? LINES.en!;
}
