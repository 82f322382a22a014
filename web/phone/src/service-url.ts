// Where this page's own server is: what lies above /phone/. The page may talk to nothing else (content security policy),
// so every registration uses it, whatever address the application's configuration names. The channel key in that
// configuration is what tells the right server from a wrong one.

export function ownServiceUrl(): string {
  return new URL('..', document.baseURI).href.replace(/\/$/, '');
}

/** The configuration's address where it is another one, such as behind a port forward. */
export function foreignServiceUrl(serviceUrl: string): string | undefined {
  return normalised(serviceUrl) === normalised(ownServiceUrl()) ? undefined : serviceUrl;
}

// Both names of the own machine are one.
function normalised(serviceUrl: string): string {
  if (!URL.canParse(serviceUrl)) return serviceUrl;
  const url = new URL(serviceUrl);
  if (url.hostname === '127.0.0.1' || url.hostname === '[::1]') url.hostname = 'localhost';
  return url.href.replace(/\/$/, '');
}
