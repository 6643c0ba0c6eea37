/** Half a surrogate pair, or a control character other than tab, line feed and carriage return. */
export const UNSPEAKABLE = /\p{Cs}|[^\P{Cc}\t\n\r]/u;
