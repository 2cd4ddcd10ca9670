/** The token under which the frozen `Config` is injected (an interface cannot be one). */
export const CONFIG = Symbol('Config');
