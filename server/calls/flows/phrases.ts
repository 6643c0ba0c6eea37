/** What a flow's machine says by itself, beside the lines that its author wrote. */
export interface Phrases {
  notUnderstood: string;
  noSuchKey: string;
  /** Before the question is asked anew because what was read back was wrong. */
  again: string;
  /** How to say an address that was not understood. */
  spellIt: string;
  youSaid(value: string): string;
  youEntered(value: string): string;
  endsIn(digits: string): string;
  thatMany(digits: number): string;
  isThatRight: string;
  /** To somebody who used the keys. */
  rightByKeys: string;
  noDigits(least: number, most: number): string;
  noName(): string;
  noEmail(): string;
  noDay(): string;
  noMark(): string;
  /** Where something is said that has to be keyed in, or keyed that has to be said. */
  notByKeys(): string;
  signs: Readonly<Record<string, string>>;
}

const howMany = (least: number, most: number, to: string) =>
  least === most ? String(least) : `${least} ${to} ${most}`;

const ENGLISH: Phrases = {
  notUnderstood: 'Sorry, I did not understand that.',
  noSuchKey: 'Sorry, that key leads nowhere.',
  again: 'All right, once more.',
  spellIt: 'Please spell it, like this: A as in apple, B as in boy.',
  youSaid: (value) => `You said ${value}.`,
  youEntered: (value) => `You entered ${value}.`,
  endsIn: (digits) => `It ends in ${digits}.`,
  thatMany: (digits) => `I have ${digits} digits.`,
  isThatRight: 'Is that right?',
  rightByKeys: 'Press 1 if that is right, or 2 to try again.',
  noDigits: (least, most) =>
    least === 1 && most === 32
      ? 'Sorry, I need a number.'
      : `Sorry, I need ${howMany(least, most, 'to')} ${most === 1 ? 'digit' : 'digits'}.`,
  noName: () => 'Sorry, I did not understand the name.',
  noEmail: () => 'Sorry, I did not understand the e-mail address.',
  noDay: () => 'Sorry, I did not understand which day that is.',
  noMark: () => 'Sorry, I need a number from 1 to 5.',
  notByKeys: () => 'Please say it instead.',
  signs: { '@': 'at', '.': 'dot', _: 'underscore', '-': 'dash', '+': 'plus' },
};

const GERMAN: Phrases = {
  notUnderstood: 'Das habe ich leider nicht verstanden.',
  noSuchKey: 'Diese Taste ist leider nicht belegt.',
  again: 'Gut, noch einmal.',
  spellIt: 'Bitte buchstabieren Sie sie.',
  youSaid: (value) => `Sie sagten ${value}.`,
  youEntered: (value) => `Ihre Eingabe war ${value}.`,
  endsIn: (digits) => `Es endet auf ${digits}.`,
  thatMany: (digits) => `Ich habe ${digits} Ziffern.`,
  isThatRight: 'Ist das richtig?',
  rightByKeys: 'Drücken Sie die 1, wenn das richtig ist, sonst die 2.',
  noDigits: (least, most) =>
    least === 1 && most === 32
      ? 'Ich brauche bitte eine Nummer.'
      : `Ich brauche bitte ${howMany(least, most, 'bis')} Ziffern.`,
  noName: () => 'Den Namen habe ich leider nicht verstanden.',
  noEmail: () => 'Die E-Mail-Adresse habe ich leider nicht verstanden.',
  noDay: () => 'Ich habe leider nicht verstanden, welcher Tag das ist.',
  noMark: () => 'Ich brauche bitte eine Zahl von 1 bis 5.',
  notByKeys: () => 'Bitte sagen Sie es.',
  signs: { '@': 'ät', '.': 'Punkt', _: 'Unterstrich', '-': 'Minus', '+': 'plus' },
};

const SPANISH: Phrases = {
  notUnderstood: 'Lo siento, no le he entendido.',
  noSuchKey: 'Lo siento, esa tecla no tiene opción.',
  again: 'De acuerdo, otra vez.',
  spellIt: 'Deletréelo, por favor.',
  youSaid: (value) => `Ha dicho ${value}.`,
  youEntered: (value) => `Ha marcado ${value}.`,
  endsIn: (digits) => `Termina en ${digits}.`,
  thatMany: (digits) => `Tengo ${digits} cifras.`,
  isThatRight: '¿Es correcto?',
  rightByKeys: 'Pulse 1 si es correcto, o 2 para repetirlo.',
  noDigits: (least, most) =>
    least === 1 && most === 32
      ? 'Lo siento, necesito un número.'
      : `Lo siento, necesito ${howMany(least, most, 'a')} cifras.`,
  noName: () => 'Lo siento, no he entendido el nombre.',
  noEmail: () => 'Lo siento, no he entendido el correo electrónico.',
  noDay: () => 'Lo siento, no he entendido qué día es.',
  noMark: () => 'Lo siento, necesito un número del 1 al 5.',
  notByKeys: () => 'Dígalo, por favor.',
  signs: { '@': 'arroba', '.': 'punto', _: 'guion bajo', '-': 'guion', '+': 'más' },
};

const FRENCH: Phrases = {
  notUnderstood: 'Je suis désolé, je n’ai pas compris.',
  noSuchKey: 'Je suis désolé, cette touche ne mène nulle part.',
  again: 'Très bien, encore une fois.',
  spellIt: 'Épelez-la, s’il vous plaît.',
  youSaid: (value) => `Vous avez dit ${value}.`,
  youEntered: (value) => `Vous avez saisi ${value}.`,
  endsIn: (digits) => `Cela se termine par ${digits}.`,
  thatMany: (digits) => `J’ai ${digits} chiffres.`,
  isThatRight: 'Est-ce exact ?',
  rightByKeys: 'Appuyez sur 1 si c’est exact, sinon sur 2.',
  noDigits: (least, most) =>
    least === 1 && most === 32
      ? 'Il me faut un numéro.'
      : `Il me faut ${howMany(least, most, 'à')} ${most === 1 ? 'chiffre' : 'chiffres'}.`,
  noName: () => 'Je suis désolé, je n’ai pas compris le nom.',
  noEmail: () => 'Je suis désolé, je n’ai pas compris l’adresse e-mail.',
  noDay: () => 'Je suis désolé, je n’ai pas compris de quel jour il s’agit.',
  noMark: () => 'Il me faut un chiffre de 1 à 5.',
  notByKeys: () => 'Dites-le, s’il vous plaît.',
  signs: { '@': 'arobase', '.': 'point', _: 'tiret bas', '-': 'tiret', '+': 'plus' },
};

const BY_LANGUAGE: Readonly<Record<string, Phrases>> = { en: ENGLISH, de: GERMAN, es: SPANISH, fr: FRENCH };

/** In the flow's language, or in English where there are none in it. */
export function flowPhrases(language: string): Phrases {
  return BY_LANGUAGE[language.split('-')[0]!.toLowerCase()] ?? ENGLISH;
}
