/** As which everything is understood. */
export const SAID = 'where is my order';
