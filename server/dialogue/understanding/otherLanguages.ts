import type { Intent } from '../../../shared/dialogue/intents.ts';

/**
 * The few wishes that are understood in German, Spanish and French: a person, opening hours, and the words around.
 * Whole words only, none of which means something else in English.
 */
const PHRASES: readonly [RegExp, Intent][] = [
  anywhere(
    'person',
    'mensch|menschen|mitarbeiter|mitarbeiterin|kundenberater|kundendienst|jemandem|jemanden|verbinden sie mich|vorgesetzten',
    'humano|una persona|persona real|operador|operadora|con alguien|encargado',
    'une personne|un humain|conseiller|conseillère|quelqu’un|un opérateur|un responsable',
  ),
  anywhere(
    'business-hours',
    'öffnungszeiten|geöffnet|wann (?:habt|haben|macht|machen|öffnet|öffnen|schließt|schließen) (?:ihr|sie)|wie lange (?:habt|haben) (?:ihr|sie) (?:offen|auf)',
    'horario|horarios|abierto|abiertos|abierta|abren|cierran',
    'horaires|heures d’ouverture|ouvert|ouverts|ouvrez|fermez',
  ),
  first('confirm', 'ja|ja bitte|oui|sí|d’accord'),
  first('deny', 'nein|non'),
  first('thanks', 'danke|vielen dank|gracias|muchas gracias|merci'),
  first('goodbye', 'tschüss|tschüß|auf wiedersehen|auf wiederhören|adiós|hasta luego|au revoir|à bientôt'),
  first(
    'greeting',
    'guten (?:tag|morgen|abend)|servus|moin|hola|buenos días|buenas tardes|bonjour|bonsoir|salut',
  ),
];

/** The intent of a phrase in one of these languages; null where it holds none. */
export function intentInOtherLanguage(text: string): Intent | null {
  const plain = text.normalize('NFKC').toLowerCase().replace(/['‘]/g, '’');
  return PHRASES.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}

function anywhere(intent: Intent, ...phrases: string[]): [RegExp, Intent] {
  return [new RegExp(`(?<!\\p{L})(?:${phrases.join('|')})(?!\\p{L})`, 'u'), intent];
}

function first(intent: Intent, phrases: string): [RegExp, Intent] {
  return [new RegExp(`^\\P{L}*(?:${phrases})(?!\\p{L})`, 'u'), intent];
}
