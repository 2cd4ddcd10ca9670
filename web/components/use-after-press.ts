import { useCallback, useEffect, useRef } from 'react';

/**
 * Acts at once, or while the pointer is pressed only when it has been released and its click is over: what appears under a
 * pressed pointer moves the button that was aimed at, and the click is lost.
 */
export function useAfterPress(): (act: () => void) => void {
  const isPressed = useRef(false);
  const postponed = useRef<(() => void)[]>([]);
  useEffect(() => {
    const press = () => {
      isPressed.current = true;
    };
    const release = () =>
      window.setTimeout(() => {
        isPressed.current = false;
        for (const act of postponed.current.splice(0)) act();
      });
    const listening = new AbortController();
    const options = { capture: true, signal: listening.signal };
    window.addEventListener('pointerdown', press, options);
    window.addEventListener('pointerup', release, options);
    window.addEventListener('pointercancel', release, options);
    return () => listening.abort();
  }, []);
  return useCallback((act) => {
    if (isPressed.current) postponed.current.push(act);
    else act();
  }, []);
}
