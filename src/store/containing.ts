/** Matches texts that contain this one, whatever the case; nothing in it is taken as a pattern. */
export const containing = (text: string): RegExp => new RegExp(text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'), 'i');
