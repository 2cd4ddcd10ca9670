/** Anything that survives JSON unchanged; handles and requests are kept as such. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
