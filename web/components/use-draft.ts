import { type ChangeEvent, useEffect, useRef, useState } from 'react';

const PAUSE_MS = 300;

/**
 * The value and onChange of a text field whose words count once one stops typing, and follow when they are changed
 * elsewhere. Other things may be chosen in that moment: `onSettle` changes what is there by then, not what it saw.
 */
export function useDraft(settled: string, onSettle: (words: string) => void) {
  const [draft, setDraft] = useState(settled);
  const [known, setKnown] = useState(settled);
  const timer = useRef<number | undefined>(undefined);
  // While one types, `settled` lags behind: only a change that is not our own may replace the draft.
  if (settled !== known) {
    setKnown(settled);
    if (settled !== draft.trim()) setDraft(settled);
  }
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return {
    value: draft,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      const words = event.currentTarget.value;
      setDraft(words);
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        setKnown(words.trim());
        onSettle(words.trim());
      }, PAUSE_MS);
    },
  };
}
