/** Languages of Whisper's multilingual models, as its tokenizer lists them. */
export const WHISPER_LANGUAGES = (
  'en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml ' +
  'cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am ' +
  'yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue'
).split(' ');

const names = new Intl.DisplayNames('en', { type: 'language' });
const BY_NAME = new Map(WHISPER_LANGUAGES.map((tag) => [(names.of(tag) ?? tag).toLowerCase(), tag] as const));

/** The tag of a language that is told by its English name (`english`) or by its tag; null for none it knows. */
export function languageNamed(name: string): string | null {
  const lower = name.toLowerCase();
  return WHISPER_LANGUAGES.includes(lower) ? lower : (BY_NAME.get(lower) ?? null);
}
