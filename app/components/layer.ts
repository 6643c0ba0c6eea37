import { createContext } from 'react';

/** The open dialog that tooltips and menus must appear in: what lies outside it is behind and inert. */
export const Layer = createContext<HTMLElement | null>(null);
