/** Tells the person in front of the terminal one thing, in one line. */
export type Say = (line: string) => void;
