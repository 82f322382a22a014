// The phone page: a test app that enrols, confirms online, and makes one-time passwords without a network.

import { render } from 'preact';
import { Notice } from '../../kit/notice.tsx';
import '../../kit/base.css';
import { App } from './app.tsx';
import { keepInstallPrompt } from './install-prompt.ts';
import { registerServiceWorker } from './service-worker-registration.ts';
import './phone.css';

// Keys, camera and offline use need what browsers give to secure contexts only.
function InsecureContext() {
  return (
    <main class="phone">
      <div class="screen">
        <h1>Open this page over https</h1>
        <Notice kind="bad" still title="This address is not secure">
          <p>
            Browsers keep keys, camera and offline use for pages that came over https, or from localhost. Open this page
            that way: put the server behind TLS, or forward its port and use http://localhost.
          </p>
        </Notice>
      </div>
    </main>
  );
}

const root = document.getElementById('app');
if (!root) throw new Error('index.html lacks the element "app"');
if (window.isSecureContext) {
  keepInstallPrompt();
  registerServiceWorker();
  render(<App />, root);
} else {
  render(<InsecureContext />, root);
}
