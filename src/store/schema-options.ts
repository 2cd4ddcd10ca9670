/** The same for every collection: unknown fields are mistakes of ours, and nothing is added or dropped behind our back. */
export const schemaOptions = {
  strict: 'throw',
  strictQuery: 'throw',
  minimize: false,
  versionKey: false,
  id: false,
  autoIndex: false,
  autoCreate: false,
  bufferCommands: false,
} as const;
