/** The same data without its `readonly` marks: the domain never changes a value, zod's types do not say so. */
export type Mutable<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? Mutable<Item>[]
    : { -readonly [Key in keyof T]: Mutable<T[Key]> };

/** Takes the `readonly` marks off a value that is about to be written to the wire. */
export const plain = <T>(value: T): Mutable<T> => value as Mutable<T>; // nothing but the marks differs
