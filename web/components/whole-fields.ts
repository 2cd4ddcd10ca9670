/** What is wrong with a part of one of these fields, told at the field that holds all its parts. */
export const atWholeFields = (
  errors: Readonly<Record<string, string>>,
  fields: readonly string[],
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(errors).map(([path, message]) => [
      fields.find((field) => path.startsWith(`${field}.`)) ?? path,
      message,
    ]),
  );
