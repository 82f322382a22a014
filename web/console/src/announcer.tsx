// Says to a screen reader what a search found. The region is on the page from the beginning: what comes into being
// together with its text is not read out by every reader.

import { useEffect, useState } from 'preact/hooks';

let say: (text: string) => void = () => {};

/** Once on the page, around everything that comes and goes. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    say = setText;
    return () => {
      say = () => {};
    };
  }, []);
  return (
    <p role="status" class="visually-hidden">
      {text}
    </p>
  );
}

/** What was found, to read and to hear. */
export function FoundText({ text }: { text: string }) {
  useEffect(() => {
    say(text);
    return () => say('');
  }, [text]);
  return <p>{text}</p>;
}
