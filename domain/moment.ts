/** A point in time: milliseconds where we keep it, an ISO text where the API tells it. */
export type Moment = number | string;

export const millisecondsOf = (moment: Moment): number => (typeof moment === 'number' ? moment : Date.parse(moment));
