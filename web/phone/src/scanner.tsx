// Gets the text of a QR code: by the camera, from an image (chosen, dropped or pasted), or pasted as text.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { Spinner } from '../../kit/spinner.tsx';
import { cameraSentences } from './camera-sentences.ts';
import { nextPaint } from './next-paint.ts';
import { usePageVisible } from './page-visibility.ts';
import { CameraFailure, QrCamera, type CameraFault } from './qr-camera.ts';
import { readQrImage } from './qr-image.ts';
import { TextAreaField } from './text-area-field.tsx';
import './scanner.css';

export interface ScannerProps {
  /** "Paste digits" */
  pasteLabel: string;
  /** What to paste, and from where. */
  pasteHint: string;
  /** What was wrong with the text read last, as a sentence. */
  fault?: string | undefined;
  /** The camera tells each text once, however long it looks at it. */
  onText(text: string): void;
}

export function Scanner({ pasteLabel, pasteHint, fault, onText }: ScannerProps) {
  const [imageFault, setImageFault] = useState<string>();
  const [reading, setReading] = useState(false);
  const [pasting, setPasting] = useState(false);
  const [dragged, setDragged] = useState(false);
  const fileInput = useRef<HTMLInputElement>(null);

  const take = (text: string) => {
    setImageFault(undefined);
    onText(text);
  };
  const takeImage = async (file: Blob) => {
    setImageFault(undefined);
    setReading(true);
    await nextPaint();
    try {
      const text = await readQrImage(file);
      if (text === undefined) {
        setImageFault(
          'No QR code was found in this image. Take one that shows the whole code, sharp and with its white border.',
        );
      } else {
        take(text);
      }
    } catch {
      setImageFault('This file is no image that the browser can read. Choose a PNG, JPEG or SVG.');
    }
    setReading(false);
  };
  usePaste(take, (image) => void takeImage(image));

  return (
    <div
      class="scanner"
      onDragOver={(event) => {
        event.preventDefault();
        setDragged(true);
      }}
      onDragLeave={() => setDragged(false)}
      onDrop={(event) => {
        event.preventDefault();
        setDragged(false);
        const file = event.dataTransfer?.files[0];
        const text = event.dataTransfer?.getData('text/plain');
        if (file) void takeImage(file);
        else if (text) take(text);
      }}
    >
      <CameraView dragged={dragged} onText={take} />
      {reading && <Spinner label="Reading the image" />}
      {!reading && (imageFault ?? fault) && <Notice kind="bad">{imageFault ?? fault}</Notice>}
      <div class="scanner-ways">
        <Button onClick={() => fileInput.current?.click()}>Choose image</Button>
        <Button aria-expanded={pasting} onClick={() => setPasting(!pasting)}>
          {pasteLabel}
        </Button>
        <input
          ref={fileInput}
          class="visually-hidden"
          type="file"
          accept="image/*"
          tabIndex={-1}
          aria-label="Image of the QR code"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = ''; // the same file may be chosen again
            if (file) void takeImage(file);
          }}
        />
      </div>
      {pasting && <PasteForm label={pasteLabel} hint={pasteHint} onText={take} />}
    </div>
  );
}

function usePaste(onText: (text: string) => void, onImage: (image: File) => void) {
  useEffect(() => {
    const pasted = (event: ClipboardEvent) => {
      const intoField = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
      if (intoField || !event.clipboardData) return;
      const image = Array.from(event.clipboardData.files).find((file) => file.type.startsWith('image/'));
      if (image) onImage(image);
      else onText(event.clipboardData.getData('text/plain'));
    };
    document.addEventListener('paste', pasted);
    return () => document.removeEventListener('paste', pasted);
  });
}

function PasteForm({ label, hint, onText }: { label: string; hint: string; onText(text: string): void }) {
  const [text, setText] = useState('');
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onText(text);
      }}
    >
      <TextAreaField label={label} hint={hint} value={text} onValue={setText} />
      <Button kind="primary" type="submit" disabled={text.trim() === ''}>
        Open
      </Button>
    </form>
  );
}

type CameraState = { name: 'starting' } | { name: 'running'; camera: QrCamera } | { name: 'failed'; fault: CameraFault };

function CameraView({ dragged, onText }: { dragged: boolean; onText(text: string): void }) {
  const [state, setState] = useState<CameraState>({ name: 'starting' });
  const [attempt, setAttempt] = useState(1);
  const [torch, setTorch] = useState(false);
  const video = useRef<HTMLVideoElement>(null);
  const lastText = useRef<string>(undefined);
  const latestOnText = useRef(onText);
  latestOnText.current = onText;
  const visible = usePageVisible();

  useEffect(() => {
    if (!visible || !video.current) return;
    let camera: QrCamera | undefined;
    let left = false;
    setState({ name: 'starting' });
    setTorch(false);
    const read = (text: string) => {
      if (left || text === lastText.current) return;
      lastText.current = text;
      latestOnText.current(text);
    };
    QrCamera.open(video.current, read).then(
      (opened) => {
        if (left) return opened.close();
        camera = opened;
        setState({ name: 'running', camera: opened });
      },
      (error: unknown) => {
        if (left) return;
        setState({ name: 'failed', fault: error instanceof CameraFailure ? error.fault : 'failed' });
      },
    );
    return () => {
      left = true;
      camera?.close();
    };
  }, [visible, attempt]);

  return (
    <div class={dragged ? 'viewfinder viewfinder-dragged' : 'viewfinder'}>
      <video ref={video} class="viewfinder-video" playsInline muted aria-label="Camera picture" />
      {state.name === 'running' && (
        <>
          <span class="viewfinder-frame" aria-hidden="true" />
          <p class="viewfinder-hint">Hold the QR code into the frame</p>
          {state.camera.hasTorch && (
            <button
              type="button"
              class="viewfinder-torch"
              aria-pressed={torch}
              onClick={() => {
                void state.camera.setTorch(!torch).then(() => setTorch(!torch));
              }}
            >
              Light
            </button>
          )}
        </>
      )}
      {state.name === 'starting' && (
        <div class="viewfinder-message">
          <Spinner label="Waiting for the camera: allow it if the browser asks" />
        </div>
      )}
      {state.name === 'failed' && (
        <div class="viewfinder-message" role="status">
          <p>{cameraSentences[state.fault]}</p>
          {state.fault !== 'unsupported' && state.fault !== 'insecure' && (
            <Button onClick={() => setAttempt(attempt + 1)}>Try again</Button>
          )}
        </div>
      )}
    </div>
  );
}
