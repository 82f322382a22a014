// The time that is left until a moment.

import { useEffect, useRef, useState } from 'preact/hooks';
import { formatRemaining, plural } from './format.ts';

/** Seconds left at which a screen reader says so; each second would be too much. */
const announcedAt = [120, 60, 30, 10];

export interface CountdownProps {
  /** ISO 8601. */
  until: string;
  /** Once, when the time is up by this computer's clock: the server's word decides, so ask it. */
  onEnd?(): void;
}

/** Shows m:ss. */
export function Countdown({ until, onEnd }: CountdownProps) {
  const [seconds, setSeconds] = useState(() => secondsUntil(until));
  const [announcement, setAnnouncement] = useState('');
  const latestOnEnd = useRef(onEnd);
  latestOnEnd.current = onEnd;

  useEffect(() => {
    let ended = false;
    function tick() {
      const left = secondsUntil(until);
      setSeconds(left);
      if (announcedAt.includes(left)) setAnnouncement(`${spoken(left)} left`);
      if (left > 0 || ended) return;
      ended = true;
      clearInterval(timer);
      latestOnEnd.current?.();
    }
    const timer = setInterval(tick, 1000);
    tick();
    return () => clearInterval(timer);
  }, [until]);

  return (
    <>
      <span role="timer" aria-live="off" class="digits">
        {formatRemaining(seconds)}
      </span>
      <span role="status" class="visually-hidden">
        {announcement}
      </span>
    </>
  );
}

function secondsUntil(moment: string): number {
  return Math.max(0, Math.ceil((Date.parse(moment) - Date.now()) / 1000));
}

function spoken(seconds: number): string {
  return seconds >= 60 ? plural(seconds / 60, 'minute', 'minutes') : plural(seconds, 'second', 'seconds');
}
