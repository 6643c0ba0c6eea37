/** Short words of a call that no flow has to write. */
export interface CallLines {
  notUnderstood: string;
  /** The agent goes on after a person. */
  back: string;
  /** Led by it, a summary is spoken to a person who takes a call over. */
  summary: string;
  noSummary: string;
}

const LINES: Readonly<Record<string, CallLines>> = {
  en: {
    notUnderstood: 'Sorry, I did not understand that. Could you say it again?',
    back: 'You are back with the assistant. How can I help you?',
    summary: 'A caller is waiting for you.',
    noSummary: 'Nothing is known of their wish yet.',
  },
  de: {
    notUnderstood: 'Das habe ich leider nicht verstanden. Können Sie es noch einmal sagen?',
    back: 'Sie sprechen wieder mit dem Assistenten. Wie kann ich Ihnen helfen?',
    summary: 'Ein Anrufer wartet auf Sie.',
    noSummary: 'Von seinem Wunsch ist noch nichts bekannt.',
  },
  es: {
    notUnderstood: 'Perdone, no lo he entendido. ¿Puede repetirlo?',
    back: 'Vuelve a hablar con el asistente. ¿En qué puedo ayudarle?',
    summary: 'Le espera una llamada.',
    noSummary: 'Todavía no se sabe qué desea.',
  },
  fr: {
    notUnderstood: 'Pardon, je n’ai pas compris. Pouvez-vous répéter ?',
    back: 'Vous êtes de nouveau avec l’assistant. Comment puis-je vous aider ?',
    summary: 'Un appel vous attend.',
    noSummary: 'On ne sait encore rien de sa demande.',
  },
};

/** The words of a language; English where nobody translated them. */
export function callLinesOf(language: string): CallLines {
  return LINES[language.toLowerCase().split('-')[0] ?? ''] ?? LINES.en!;
}
